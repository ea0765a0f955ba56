import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ownSecret } from '../api/webhook-calls';
import { ErrorNote } from '../shell/error-note';
import { Panel } from '../shell/panel';
import { Secret } from './secret';
import classes from './webhooks.module.css';

/** The secret that signs messages to the address of a single upload. */
export function OwnSecret() {
  const [isShown, setShown] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['own-secret'],
    queryFn: ownSecret,
    enabled: isShown,
    gcTime: 0,
  });
  return (
    <section aria-labelledby="own-secret">
      <div className={classes.sub}>
        <h2 id="own-secret">Secret for single uploads</h2>
        <Button variant="default" onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </Button>
      </div>
      <Panel>
        <Text size="sm" c="dimmed" mb={isShown ? 12 : 0}>
          Signs what goes to the address that was given with an upload. Any Standard Webhooks library checks
          it.
        </Text>
        {isShown && error && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {isShown && data && <Secret text={data.secret} />}
      </Panel>
    </section>
  );
}
