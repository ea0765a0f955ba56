import { Button, Stack, Text } from '@mantine/core';
import { Dialog } from '../shell/dialog';
import { Secret } from './secret';

/** Shows the secret of an address, which is not shown again. */
export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  return (
    <Dialog opened={secret !== null} onClose={onClose} title="The secret of this address">
      <Stack>
        <Text size="sm">
          The receiver checks with it that a message is from here. Copy it now: it is not shown again, but you
          can always make a new one.
        </Text>
        {secret && <Secret text={secret} />}
        <Button onClick={onClose}>I have copied it</Button>
      </Stack>
    </Dialog>
  );
}
