import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getStatus } from '../api/calls';
import type { RequestStatus } from '../api/types';
import { type Connection, watchRequest } from './watch-request';

/** The time between reads, for events lost on the way, and for the webhook's mark, which comes after the end. */
const LOOK_EVERY_MS = 15_000;

export const statusKey = (id: string) => ['status', id];

/** A request as it is now, and whether the page is told of its changes. */
export function useRequest(id: string) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  const query = useQuery({
    queryKey: statusKey(id),
    queryFn: () => getStatus(id),
    refetchInterval: ({ state }) => (isUnsettled(state.data) ? LOOK_EVERY_MS : false),
    // The notification at the end is for people who look elsewhere.
    refetchIntervalInBackground: true,
  });
  const isRunning = query.data?.completed_at === null;
  useEffect(() => {
    if (!isRunning) return;
    setConnection('connecting');
    return watchRequest(id, {
      onStatus: status => client.setQueryData(statusKey(id), status),
      onConnection: next => {
        setConnection(next);
        // A stream that is refused says no more than that: a call says why.
        if (next === 'lost') void client.invalidateQueries({ queryKey: statusKey(id) });
      },
    });
  }, [id, isRunning, client]);
  return { status: query.data, error: query.error, retry: () => void query.refetch(), connection, isRunning };
}

function isUnsettled(status: RequestStatus | undefined): boolean {
  if (!status) return false;
  return status.completed_at === null || (status.webhook_url !== null && !status.webhook_triggered);
}
