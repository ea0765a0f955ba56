import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { queryClient } from '../api/query-client';
import { ErrorNote } from './error-note';
import { Loading } from './loading';

const MISSING =
  'This part of the page could not be loaded. Darkroom is not running, or was updated since you opened the page.';

/**
 * A part of the page that is loaded when it is first shown, or before that by `preload`. React's `lazy` will not do: it
 * keeps what was in its place, hidden, to come back as it was where somebody returns too soon; shows at least 300 ms of
 * waiting, even for what is there already; and leaves an empty page where nothing can be loaded.
 * @param name its own among the parts; people who wait read it too
 */
export function later<Props extends object>(name: string, load: () => Promise<ComponentType<Props>>) {
  const part = {
    queryKey: ['part', name],
    queryFn: () =>
      load().catch((cause: unknown) => {
        throw new Error(MISSING, { cause });
      }),
    // Browsers remember that a part could not be loaded: only a new page helps.
    retry: false,
    retryOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Infinity,
    gcTime: Infinity,
  };
  function Later(props: Props) {
    const { data: Part, error } = useQuery(part);
    if (Part) return <Part {...props} />;
    return error ? <ErrorNote error={error} onRetry={() => location.reload()} /> : <Loading what={name} />;
  }
  return Object.assign(Later, { preload: () => void queryClient.prefetchQuery(part) });
}
