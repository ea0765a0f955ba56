import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listSubscriptions } from '../api/webhook-calls';
import type { SubscriptionSecret } from '../api/types';
import { ErrorNote } from '../shell/error-note';
import { Icon } from '../shell/icons';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { SecretDialog } from './secret-dialog';
import { SubscriptionCard } from './subscription-card';
import { SubscriptionForm } from './subscription-form';
import classes from './webhooks.module.css';

/** The addresses that are notified of everything. */
export function Subscriptions() {
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<SubscriptionSecret | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: ['subscriptions'], queryFn: listSubscriptions });
  return (
    <section aria-labelledby="subscriptions">
      <div className={classes.sub}>
        <h2 id="subscriptions">Addresses</h2>
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          Add an address
        </Button>
      </div>
      {error && !data ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading what="addresses" />
      ) : data.subscriptions.length === 0 ? (
        <Panel className={classes.nothing}>No address yet. Add one, or give one with a single upload.</Panel>
      ) : (
        <ul className={classes.list}>
          {data.subscriptions.map(subscription => (
            <li key={subscription.subscription_id}>
              <SubscriptionCard subscription={subscription} onSecret={setSecret} />
            </li>
          ))}
        </ul>
      )}
      <SubscriptionForm opened={isAdding} onClose={() => setAdding(false)} onSecret={setSecret} />
      <SecretDialog secret={secret?.secret ?? null} onClose={() => setSecret(null)} />
    </section>
  );
}
