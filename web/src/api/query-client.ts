import { QueryClient } from '@tanstack/react-query';
import { isTransient, Problem } from './problem';

const MOST_RETRIES = 4;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Waits as long as the service asked for, else twice as long each time. */
function waitMs(attempt: number, error: unknown): number {
  const asked = error instanceof Problem ? error.retryAfter : null;
  return Math.min((asked ?? 0) * 1_000 || FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
}

/** The service may be on this very machine, or in a network without internet: `offline` says nothing about it. */
const networkMode = 'always';

/** Reads are tried again where that may help; writes are not, since somebody has to know. */
export const queryClient = new QueryClient({
  defaultOptions: {
    mutations: { networkMode },
    queries: {
      networkMode,
      // `always` would switch this off: reads that failed without a network are repeated.
      refetchOnReconnect: true,
      // In a hidden tab another try would wait until the tab is seen, and other reads of the same would wait with it.
      retry: (failures, error) => !document.hidden && failures < MOST_RETRIES && isTransient(error),
      retryDelay: waitMs,
      staleTime: 2_000,
    },
  },
});
