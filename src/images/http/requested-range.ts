import type { Request } from 'express';

/** The bytes to answer with; positions are inclusive. */
export type RangeAnswer = { kind: 'whole' | 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

const UNSATISFIABLE = -1;

/**
 * Reads `Range`. A single range is answered as such; several ranges, and one for another version (`If-Range`), are
 * answered with the whole file.
 */
export function requestedRange(request: Request, size: number, etag: string): RangeAnswer {
  const whole = { kind: 'whole' as const, start: 0, end: size - 1 };
  const ifRange = request.get('If-Range');
  if (ifRange && ifRange !== etag) return whole;
  const ranges = request.range(size, { combine: true });
  if (ranges === UNSATISFIABLE) return { kind: 'unsatisfiable' };
  if (typeof ranges !== 'object' || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0])
    return whole;
  return { kind: 'part', start: ranges[0].start, end: ranges[0].end };
}
