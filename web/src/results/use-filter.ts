import { useSearchParams } from 'wouter';
import type { ProductFilter } from '../api/calls';
import type { WorkStatus } from '../api/types';

const STATES: readonly string[] = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
] satisfies WorkStatus[];
const LONGEST_TEXT = 200;

const isState = (text: string | null): text is WorkStatus => text !== null && STATES.includes(text);

/** The filter of products. It is kept in the address, so that it can be shared and survives a reload. */
export function useFilter(): [ProductFilter, (filter: ProductFilter) => void] {
  const [params, setParams] = useSearchParams();
  const [status, q] = [params.get('status'), params.get('q')?.slice(0, LONGEST_TEXT)];
  const change = (next: ProductFilter) => {
    const kept = Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]));
    setParams(new URLSearchParams(kept), { replace: true });
  };
  return [{ ...(isState(status) && { status }), ...(q && { q }) }, change];
}
