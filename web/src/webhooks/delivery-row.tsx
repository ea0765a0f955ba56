import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '../api/types';
import { getDelivery, redeliver } from '../api/webhook-calls';
import { count } from '../format/numbers';
import { ago, moment } from '../format/times';
import { ErrorNote } from '../shell/error-note';
import { useChange } from './use-change';
import classes from './webhooks.module.css';
import { attemptText, DELIVERY_STATES, EVENT_WORDS } from './words';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'medium' });

/** One message to one address, and on demand each attempt at it. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { delivery_id: id, type, url, status, attempts, next_attempt_at, created_at } = delivery;
  const [isOpen, setOpen] = useState(false);
  const again = useChange(() => redeliver(id));
  const { label, tone } = DELIVERY_STATES[status];
  return (
    <li>
      <div className={classes.delivery}>
        <span className={classes.state} data-tone={tone}>
          {label}
        </span>
        <div className={classes.what}>
          <span>{url}</span>
          <span className={classes.small} title={moment(created_at)}>
            {EVENT_WORDS[type]}, {ago(created_at, new Date())}
          </span>
        </div>
        <span className={classes.small}>
          {attempts === 0 ? 'not tried yet' : `tried ${count(attempts, 'time')}`}
          {next_attempt_at && `, next ${time.format(new Date(next_attempt_at))}`}
        </span>
        <Group gap={8} wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            disabled={attempts === 0}
            onClick={() => setOpen(!isOpen)}
          >
            Attempts
          </Button>
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            Send again
          </Button>
        </Group>
      </div>
      {again.error && <ErrorNote error={again.error} />}
      {isOpen && <Attempts id={id} attempts={attempts} />}
    </li>
  );
}

function Attempts({ id, attempts }: { id: string; attempts: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['deliveries', id, attempts],
    queryFn: () => getDelivery(id),
  });
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  return (
    <div className={classes.attempts}>
      <ol aria-label="Attempts">
        {data?.attempt_log.map(({ attempted_at, status_code, error_code, latency_ms }) => (
          <li key={attempted_at}>
            {time.format(new Date(attempted_at))}: {attemptText(status_code, error_code)}, after {latency_ms}{' '}
            ms
          </li>
        ))}
      </ol>
    </div>
  );
}
