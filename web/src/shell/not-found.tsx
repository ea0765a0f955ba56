import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useTitle } from './use-title';

export function NotFound({ what = 'There is nothing here' }: { what?: string }) {
  useTitle(what);
  return (
    <Stack align="center" gap="md" py={80}>
      <Title order={1} ta="center">
        {what}
      </Title>
      <Text c="dimmed" ta="center">
        It may have been deleted, or the address is not quite right.
      </Text>
      <Button component={Link} href="/">
        To the catalogues
      </Button>
    </Stack>
  );
}
