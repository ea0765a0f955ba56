import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { getProducts, type ProductFilter } from '../api/calls';
import { PAGE, type ProductSource } from './product-source';

/** The products that a filter lets through: how many there are shows only as they are read, page after page. */
export function useFoundProducts(id: string, filter: ProductFilter, enabled: boolean): ProductSource {
  const query = useInfiniteQuery({
    queryKey: ['products', id, 'found', filter],
    queryFn: ({ pageParam }) => getProducts(id, PAGE, pageParam, filter),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = query;
  const products = useMemo(() => data?.pages.flatMap(page => page.products) ?? [], [data]);
  const want = useCallback(
    (_first: number, last: number) => {
      const isFree = !isFetching && !isFetchNextPageError;
      if (last >= products.length - 1 && hasNextPage && isFree) void fetchNextPage();
    },
    [products.length, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage],
  );
  // Products read before stay, even where they could not be read again.
  const isMissing = !data || isFetchNextPageError;
  return {
    length: products.length + (hasNextPage ? 1 : 0),
    at: index => products[index] ?? 'loading',
    want,
    isLoading: query.isPending,
    error: isMissing && !isFetching ? error : null,
    retry: () => void (data ? fetchNextPage() : refetch()),
  };
}
