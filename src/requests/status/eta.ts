import { finished, remaining, type Tally } from '../tally';

interface TimedRun {
  images: Tally;
  startedAt: Date | null;
  /** The run, counted from 1. */
  run: number;
}

/** The fewest finished images that show a speed. */
const FEWEST_FINISHED = 3;

/**
 * Whole seconds until the last image is done, at the speed of the run so far; null when that can't be told. For a later
 * run it can't: the tally does not separate its images from those of the runs before.
 */
export function etaSeconds({ images, startedAt, run }: TimedRun, now: Date): number | null {
  if (remaining(images) === 0) return 0;
  const done = finished(images);
  if (!startedAt || run > 1 || done < FEWEST_FINISHED) return null;
  const elapsed = (now.getTime() - startedAt.getTime()) / 1_000;
  return Math.ceil((elapsed / done) * remaining(images));
}
