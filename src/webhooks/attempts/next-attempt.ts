const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the attempts: 10 attempts in about 75 hours. */
export const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A receiver may ask for more patience than the schedule has, up to this. */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** Up to this share of a wait is added by chance, so that what failed together does not come back together. */
const JITTER = 0.1;

const GONE = 410;

/** The answer of a receiver; without a status where none came. */
export interface ReceiverAnswer {
  statusCode: number | null;
  retryAfterMs: number | null;
}

export type NextAttempt =
  | { status: 'delivered' }
  /** The last attempt: there will be no more. */
  | { status: 'exhausted'; gone: boolean }
  | { status: 'pending'; waitMs: number };

/**
 * Decides what becomes of a delivery after an attempt.
 * @param made attempts made on this schedule, this one included
 * @param chance from 0 to 1, for the jitter
 * @param scale 1, or less to compress the clock in tests
 */
export function nextAttempt(
  answer: ReceiverAnswer,
  made: number,
  chance: number,
  scale: number,
): NextAttempt {
  const { statusCode, retryAfterMs } = answer;
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { status: 'delivered' };
  if (statusCode === GONE) return { status: 'exhausted', gone: true };
  const wait = WAITS_MS[made - 1];
  if (wait === undefined) return { status: 'exhausted', gone: false };
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  return { status: 'pending', waitMs: Math.round(Math.max(wait * (1 + JITTER * chance), asked) * scale) };
}
