import { Center, Loader } from '@mantine/core';

export function Loading({ what }: { what: string }) {
  return (
    <Center mih={240}>
      <Loader aria-label={`Loading the ${what}`} role="status" />
    </Center>
  );
}
