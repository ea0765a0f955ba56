import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Subscription, SubscriptionSecret } from '../api/types';
import { changeSubscription, createSubscription, type NewSubscription } from '../api/webhook-calls';
import { Dialog } from '../shell/dialog';
import { ErrorNote } from '../shell/error-note';
import { webhookProblem } from '../upload/options';
import { useChange } from './use-change';
import { EVENTS } from './words';

interface Props {
  /** The subscription to change; absent for a new one. */
  subscription?: Subscription;
  opened: boolean;
  onClose: () => void;
  /** Receives the secret of a new one, which is shown only this once. */
  onSecret: (secret: SubscriptionSecret) => void;
}

/** A form to add an address, or to change one. */
export function SubscriptionForm({ opened, onClose, ...rest }: Props) {
  const title = rest.subscription ? 'Edit the address' : 'Add an address';
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Fields {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ subscription, onClose, onSecret }: Omit<Props, 'opened'>) {
  const [url, setUrl] = useState(subscription?.url ?? '');
  const [types, setTypes] = useState<string[]>(subscription?.types ?? EVENTS.map(({ value }) => value));
  const save = useChange(
    (body: NewSubscription): Promise<Subscription | SubscriptionSecret> =>
      subscription ? changeSubscription(subscription.subscription_id, body) : createSubscription(body),
    answer => {
      onClose();
      if ('secret' in answer) onSecret(answer);
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ url, types: types as NewSubscription['types'] });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Address"
          type="url"
          required
          data-autofocus
          placeholder="https://shop.example.com/hooks/images"
          value={url}
          error={webhookProblem(url)}
          onChange={event => setUrl(event.currentTarget.value.trim())}
        />
        <Checkbox.Group label="Tell it when a catalogue is" value={types} onChange={setTypes}>
          <Group mt={8} gap="lg">
            {EVENTS.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
        {save.error && <ErrorNote error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Never mind
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={url === '' || webhookProblem(url) !== null || types.length === 0}
          >
            {subscription ? 'Save' : 'Add'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
