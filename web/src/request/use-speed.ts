import { useEffect, useState } from 'react';
import type { RequestStatus } from '../api/types';
import { type Sample, speedOf, withSample } from './speed';

const TICK_MS = 1_000;

/** Images per second at present; null while that cannot be told. It falls while nothing comes. */
export function useSpeed({ image_counts: counts, completed_at }: RequestStatus): number | null {
  const ended = counts.completed + counts.failed + counts.cancelled;
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    if (completed_at !== null) return;
    const note = () => setSamples(known => withSample(known, { atMs: Date.now(), ended }));
    note();
    const timer = setInterval(note, TICK_MS);
    return () => clearInterval(timer);
  }, [ended, completed_at]);
  return speedOf(samples);
}
