/** The number of images that had ended at a time. */
export interface Sample {
  atMs: number;
  ended: number;
}

/** The window for the speed: long enough to be calm, short enough to show that something has changed. */
export const WINDOW_MS = 15_000;
/** The shortest time to tell a speed from: with less it would jump about. */
const LEAST_MS = 1_000;

/** Adds a sample; drops those that are older than the window, and all where the count fell (a retry). */
export function withSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.ended < last.ended) return [next];
  return [...samples.filter(({ atMs }) => next.atMs - atMs <= WINDOW_MS), next];
}

/** Images per second over the samples; null while that cannot be told. */
export function speedOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs < LEAST_MS) return null;
  return ((last.ended - first.ended) / (last.atMs - first.atMs)) * 1_000;
}

/** Formats a speed as `31/s`, `2.4/s` or `6/min`, but never as 0.0. */
export function speedText(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)}/s`;
  if (perSecond >= 0.95) return `${perSecond.toFixed(1)}/s`;
  return `${Math.max(1, Math.round(perSecond * 60))}/min`;
}

/** Seconds until all have ended: at the present speed, else as the service reckons from the whole run. */
export function secondsLeft(
  remaining: number,
  perSecond: number | null,
  reckoned: number | null,
): number | null {
  if (remaining === 0) return 0;
  return perSecond !== null && perSecond > 0 ? Math.ceil(remaining / perSecond) : reckoned;
}

/** Whether all that is left waits for websites that asked to slow down: no speed says when they let us on. */
export function isHeldUp(waiting: readonly { images: number }[], remaining: number): boolean {
  return waiting.reduce((total, { images }) => total + images, 0) >= remaining && remaining > 0;
}

/** The text about the speed. */
export function paceText(perSecond: number | null, heldUp: boolean): string {
  if (heldUp) return 'all that is left waits for a website';
  if (perSecond === null) return 'measuring the speed …';
  return perSecond === 0 ? 'nothing came just now' : `${speedText(perSecond)} at present`;
}
