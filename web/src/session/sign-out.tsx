import { ActionIcon } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { Icon } from '../shell/icons';
import { session } from './session';

export function SignOut() {
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/session')),
    onSuccess: () => {
      session.expire();
      client.clear();
    },
  });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label="Sign out"
      title="Sign out"
      loading={signOut.isPending}
      onClick={() => signOut.mutate()}
    >
      <Icon name="out" />
    </ActionIcon>
  );
}
