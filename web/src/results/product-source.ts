import type { Product } from '../api/types';

/** `absent`: a row of the file that has no product, as it was left out. */
export type Slot = Product | 'loading' | 'absent';

/** Products by their place in a list that may be far longer than what is in memory. */
export interface ProductSource {
  /** How many places there are, as far as that is known. */
  length: number;
  at: (index: number) => Slot;
  /** Has the places between, both inclusive, fetched. */
  want: (first: number, last: number) => void;
  isLoading: boolean;
  /** Why a part that is wanted could not be read; null while it is tried again. */
  error: unknown;
  /** Reads that part again. */
  retry: () => void;
}

export const PAGE = 100;

/** Numbers of the pages that hold these places. */
export function pagesOf(first: number, last: number): number[] {
  const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
