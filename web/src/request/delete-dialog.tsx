import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { deleteRequest } from '../api/calls';
import type { RequestStatus } from '../api/types';
import { count } from '../format/numbers';
import { Dialog } from '../shell/dialog';
import { ErrorNote } from '../shell/error-note';

interface Props {
  status: RequestStatus;
  opened: boolean;
  onClose: () => void;
}

/** Asks before everything of a request is gone. */
export function DeleteDialog({ status, opened, onClose }: Props) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteRequest(status.request_id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['requests'] });
      navigate('/');
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title="Delete this catalogue?">
      <Stack>
        <Text size="sm">
          <strong dir="auto">{status.filename}</strong> and its{' '}
          {count(status.image_counts.completed, 'compressed picture')} are deleted for good. Links to the
          pictures stop working, wherever they are used.
        </Text>
        {remove.error && <ErrorNote error={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete for good
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
