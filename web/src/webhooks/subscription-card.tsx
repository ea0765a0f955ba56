import { Badge, Button, Group, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Subscription, SubscriptionSecret } from '../api/types';
import { changeSubscription, redeliverSince, rotateSecret, sendTest } from '../api/webhook-calls';
import { count } from '../format/numbers';
import { ErrorNote } from '../shell/error-note';
import { Panel } from '../shell/panel';
import { DeleteSubscription } from './delete-subscription';
import { SubscriptionForm } from './subscription-form';
import { useChange } from './use-change';
import classes from './webhooks.module.css';
import { EVENTS } from './words';

const MISSED_MS = 7 * 86_400_000;

interface Props {
  subscription: Subscription;
  onSecret: (secret: SubscriptionSecret) => void;
}

/** One address, and what can be done with it. */
export function SubscriptionCard({ subscription, onSecret }: Props) {
  const { subscription_id: id, url, types, enabled, disabled_reason } = subscription;
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const change = useChange((next: boolean) => changeSubscription(id, { enabled: next }));
  const test = useChange(() => sendTest(id));
  const rotate = useChange(() => rotateSecret(id), onSecret);
  const missed = useChange(() => redeliverSince(id, new Date(Date.now() - MISSED_MS).toISOString()));
  const error = change.error ?? test.error ?? rotate.error ?? missed.error;
  return (
    <Panel className={classes.subscription} aria-label={url}>
      <div className={classes.line}>
        <span className={classes.url}>{url}</span>
        {EVENTS.filter(({ value }) => types.includes(value)).map(({ value, label }) => (
          <Badge key={value} variant="light" color="gray" tt="none">
            {label}
          </Badge>
        ))}
        <Switch
          label={enabled ? 'On' : 'Off'}
          aria-label={`Tell ${url}`}
          checked={enabled}
          disabled={change.isPending}
          onChange={event => change.mutate(event.currentTarget.checked)}
        />
      </div>
      {disabled_reason && <span className={classes.off}>Switched off: {disabled_reason}</span>}
      <Group gap={8}>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
        <Button size="xs" variant="default" onClick={() => setOpen('edit')}>
          Edit
        </Button>
        <Button size="xs" variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          New secret
        </Button>
        <Button size="xs" variant="default" loading={missed.isPending} onClick={() => missed.mutate()}>
          Send again what was missed
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setOpen('delete')}>
          Delete
        </Button>
        <span className={classes.small} role="status">
          {test.isSuccess && 'A test is on its way. '}
          {missed.data && `${count(missed.data.redelivered, 'message')} of the last 7 days sent again.`}
        </span>
      </Group>
      {error && <ErrorNote error={error} />}
      <SubscriptionForm
        subscription={subscription}
        opened={open === 'edit'}
        onClose={close}
        onSecret={onSecret}
      />
      <DeleteSubscription subscription={subscription} opened={open === 'delete'} onClose={close} />
    </Panel>
  );
}
