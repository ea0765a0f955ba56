/** The pause of a host that asks to slow down and does not say for how long. */
const WITHOUT_RETRY_AFTER_MS = 5_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * How long a host that asks to slow down is left alone, in milliseconds: for an hour at most, whatever it asks for.
 * `random` (as Math.random) makes it up to a tenth longer, so that not all downloads come back at once.
 */
export function pauseLengthMs(retryAfterMs: number | undefined, random = () => 0): number {
  const asked = Math.max(retryAfterMs ?? WITHOUT_RETRY_AFTER_MS, SHORTEST_MS);
  return Math.min(Math.round(asked * (1 + random() / 10)), LONGEST_MS);
}
