import { type InfiniteData, type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RequestStatus } from '../api/types';

const AT_MOST_EVERY_MS = 2_500;
/** The longest filtered list to read again while it runs: that goes from its beginning to the scrolled position. */
const MOST_PAGES = 3;

const isShort = ({ state: { data } }: Query) =>
  ((data as Partial<InfiniteData<unknown>> | undefined)?.pages?.length ?? 0) <= MOST_PAGES;

/** Rereads the visible products as the request goes on: not at each event, and once more at the end. */
export function useFreshProducts({ request_id: id, updated_at, completed_at }: RequestStatus): void {
  const client = useQueryClient();
  const lastMs = useRef(Date.now());
  useEffect(() => {
    const isOver = completed_at !== null;
    const wait = isOver ? 0 : Math.max(0, lastMs.current + AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      lastMs.current = Date.now();
      const filter = { queryKey: ['products', id], ...(!isOver && { predicate: isShort }) };
      void client.invalidateQueries(filter, { cancelRefetch: isOver });
    }, wait);
    return () => clearTimeout(timer);
  }, [client, id, updated_at, completed_at]);
}
