import { useInfiniteQuery } from '@tanstack/react-query';
import { listRequests } from '../api/calls';
import type { RequestStatus } from '../api/types';

const RUNNING_MS = 3_000;
const RESTING_MS = 30_000;
const PAGE = 50;
const MOST_PAGES = 3;

/** Earlier requests, newest first; read more often while one of them runs. */
export function useRequests() {
  const query = useInfiniteQuery({
    queryKey: ['requests'],
    // The signal keeps a list that nobody waits for any more from being taken for that of somebody who comes back.
    queryFn: ({ pageParam, signal }) => listRequests(PAGE, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next_cursor ?? undefined,
    // A refetch reads all pages so far, so a long list is not read again.
    refetchInterval: ({ state: { data } }) =>
      data && data.pages.length <= MOST_PAGES && data.pages[0]?.requests.some(isRunning)
        ? RUNNING_MS
        : RESTING_MS,
  });
  return { ...query, requests: query.data?.pages.flatMap(page => page.requests) ?? [] };
}

const isRunning = ({ completed_at }: RequestStatus) => completed_at === null;
