import type { RequestStatus } from '../api/types';

export interface Totals {
  ready: number;
  failed: number;
  bytesIn: number;
  bytesOut: number;
}

/** The results of several requests together. */
export function totalsOf(requests: readonly Pick<RequestStatus, 'image_counts' | 'bytes'>[]): Totals {
  const totals = { ready: 0, failed: 0, bytesIn: 0, bytesOut: 0 };
  for (const { image_counts, bytes } of requests) {
    totals.ready += image_counts.completed;
    totals.failed += image_counts.failed;
    totals.bytesIn += bytes.input;
    totals.bytesOut += bytes.output;
  }
  return totals;
}
