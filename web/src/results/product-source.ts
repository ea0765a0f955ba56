import type { Product } from '../api/types';

/** A place in the list. `absent`: a row of the file without a product, as it was left out. */
export type Slot = Product | 'loading' | 'absent';

/** Products by their place in a list that may be far longer than what is in memory. */
export interface ProductSource {
  /** The number of places, as far as it is known. */
  length: number;
  at: (index: number) => Slot;
  /** Fetches the places between, both inclusive. */
  want: (first: number, last: number) => void;
  isLoading: boolean;
  /** The reason why a wanted part could not be read; null while it is retried. */
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
