import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { getProducts } from '../api/calls';
import type { Product, RequestStatus } from '../api/types';
import { PAGE, pagesOf, type ProductSource } from './product-source';

/** Reads the rows of one page; an answer with very many images ends early, and the next one goes on there. */
async function readPage(id: string, page: number): Promise<Product[]> {
  const [first, end] = [page * PAGE, (page + 1) * PAGE];
  const found: Product[] = [];
  for (let row = first; row < end;) {
    const { products, next_cursor } = await getProducts(id, end - row, row === 0 ? undefined : String(row));
    found.push(...products);
    row = next_cursor === null ? end : Number(next_cursor);
  }
  return found;
}

/**
 * All products, with jumps to any part of the list: the place in the list is the row in the file, and the cursor
 * of this list is the row that a page begins behind. Rows that were left out keep their places.
 */
export function useAllProducts(status: RequestStatus): ProductSource {
  const { request_id: id, total_products, skipped_rows, completed_at } = status;
  const length = total_products + skipped_rows;
  const [pages, setPages] = useState([0]);
  const combine = useCallback((results: UseQueryResult<Product[]>[]) => {
    const byRow = new Map<number, Product>();
    for (const { data } of results) for (const product of data ?? []) byRow.set(product.row, product);
    const failed = results.filter(({ error, data }) => error && !data);
    return {
      byRow,
      isLoading: results.some(({ isPending }) => isPending),
      error: failed[0]?.error ?? null,
      retry: () => failed.forEach(({ refetch }) => void refetch()),
    };
  }, []);
  const { byRow, isLoading, error, retry } = useQueries({
    queries: pages.map(page => ({
      queryKey: ['products', id, 'page', page],
      queryFn: () => readPage(id, page),
      staleTime: 30_000,
    })),
    combine,
  });
  const at = (index: number) => {
    const row = index + 1;
    const isRead = !isLoading && error === null && pages.includes(Math.floor(index / PAGE));
    return byRow.get(row) ?? (isRead && completed_at !== null ? 'absent' : 'loading');
  };
  const want = useCallback((first: number, last: number) => {
    const next = pagesOf(first, last);
    setPages(before => (before.join() === next.join() ? before : next));
  }, []);
  return { length, at, want, isLoading, error, retry };
}
