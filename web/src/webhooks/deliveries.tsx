import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type DeliveryStatus, listDeliveries } from '../api/webhook-calls';
import { ErrorNote } from '../shell/error-note';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ShowOlder } from '../shell/show-older';
import { DeliveryRow } from './delivery-row';
import classes from './webhooks.module.css';
import { DELIVERY_STATES } from './words';

const PENDING_MS = 3_000;
const RESTING_MS = 20_000;

const OPTIONS = [
  { value: '', label: 'All messages' },
  ...Object.entries(DELIVERY_STATES).map(([value, { label }]) => ({ value, label })),
];

/** The messages that were sent, newest first, with every attempt. */
export function Deliveries() {
  const [status, setStatus] = useState<DeliveryStatus | ''>('');
  const query = useInfiniteQuery({
    queryKey: ['deliveries', status],
    queryFn: ({ pageParam }) => listDeliveries(status || undefined, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.deliveries.some(delivery => delivery.status === 'pending')
        ? PENDING_MS
        : RESTING_MS,
  });
  const { data, error, refetch } = query;
  const deliveries = data?.pages.flatMap(page => page.deliveries);
  return (
    <section aria-labelledby="deliveries">
      <div className={classes.sub}>
        <h2 id="deliveries">Messages</h2>
        <NativeSelect
          aria-label="Show messages"
          data={OPTIONS}
          value={status}
          onChange={event => setStatus(event.currentTarget.value as DeliveryStatus | '')}
        />
      </div>
      {error && !data ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : !deliveries ? (
        <Loading what="messages" />
      ) : deliveries.length === 0 ? (
        <Panel className={classes.nothing}>Nothing was sent yet.</Panel>
      ) : (
        <Panel className={classes.table}>
          <ul className={classes.deliveries}>
            {deliveries.map(delivery => (
              <DeliveryRow key={delivery.delivery_id} delivery={delivery} />
            ))}
          </ul>
          <ShowOlder query={query} />
        </Panel>
      )}
    </section>
  );
}
