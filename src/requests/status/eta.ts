import { finished, remaining, type Tally } from '../tally';

/** Too few finished images to tell a speed from. */
const FEWEST_FINISHED = 3;

/** Whole seconds until the last image is done, at the speed of the run so far; null when that can't be told. */
export function etaSeconds(images: Tally, startedAt: Date | null, now: Date): number | null {
  if (remaining(images) === 0) return 0;
  const done = finished(images);
  if (!startedAt || done < FEWEST_FINISHED) return null;
  const elapsed = (now.getTime() - startedAt.getTime()) / 1_000;
  return Math.ceil((elapsed / done) * remaining(images));
}
