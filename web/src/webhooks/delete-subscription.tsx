import { Button, Group, Stack, Text } from '@mantine/core';
import type { Subscription } from '../api/types';
import { deleteSubscription } from '../api/webhook-calls';
import { Dialog } from '../shell/dialog';
import { ErrorNote } from '../shell/error-note';
import { useChange } from './use-change';

interface Props {
  subscription: Subscription;
  opened: boolean;
  onClose: () => void;
}

export function DeleteSubscription({ subscription, opened, onClose }: Props) {
  const remove = useChange(() => deleteSubscription(subscription.subscription_id), onClose);
  return (
    <Dialog opened={opened} onClose={onClose} title="Delete this address?">
      <Stack>
        <Text size="sm">
          <strong>{subscription.url}</strong> is told of nothing any more. What is still on its way to it is
          cancelled.
        </Text>
        {remove.error && <ErrorNote error={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
