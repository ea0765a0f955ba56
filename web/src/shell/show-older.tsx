import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { ErrorNote } from './error-note';

type Query = Pick<
  UseInfiniteQueryResult,
  'error' | 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'fetchNextPage'
>;

/** The foot of a list that is newest first: reads on, or says why that failed. Nothing at the end of the list. */
export function ShowOlder({ query }: { query: Query }) {
  const { error, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  if (!hasNextPage) return null;
  return (
    <>
      {isFetchNextPageError && !isFetchingNextPage && <ErrorNote error={error} />}
      <Button
        variant="subtle"
        color="gray"
        fullWidth
        loading={isFetchingNextPage}
        onClick={() => void fetchNextPage()}
      >
        Show older ones
      </Button>
    </>
  );
}
