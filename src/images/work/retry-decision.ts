import { asksToSlowDown, type ImageFailureCode, type OriginAnswer } from '../image-failure';
import { pauseLengthMs } from '../pause-length';

export interface FailedAttempt extends OriginAnswer {
  code: ImageFailureCode;
}

export type RetryDecision =
  | { kind: 'fail' }
  | { kind: 'defer'; delayMs: number }
  /** The host asked for the pause, so the attempt does not count. */
  | { kind: 'pause_host'; delayMs: number };

type Policy = 'permanent' | 'transient' | 'by_status';

/** A certificate does not recover in seconds; a handshake that is cut off is `connect_failed`. */
const POLICIES: Record<ImageFailureCode, Policy> = {
  invalid_url: 'permanent',
  address_blocked: 'permanent',
  dns_failed: 'transient',
  connect_failed: 'transient',
  tls_failed: 'permanent',
  timeout: 'transient',
  http_status: 'by_status',
  too_many_redirects: 'permanent',
  too_large: 'permanent',
  empty_body: 'permanent',
  not_an_image: 'permanent',
  unsupported_format: 'permanent',
  too_many_pixels: 'permanent',
  too_many_frames: 'permanent',
  corrupt_image: 'permanent',
  origin_throttled: 'permanent',
  processing_crashed: 'permanent',
  storage_failed: 'transient',
  engine_failed: 'transient',
};

const FIRST_DELAY_MS = 1_000;
const DELAY_FACTOR = 4;
const LONGEST_DELAY_MS = 5 * 60_000;

/**
 * Decides what follows a failed attempt. `attempt` counts from 1 and includes this one; attempts that ended in a pause
 * of the host were not counted. `random` gives 0 to 1, as Math.random.
 */
export function retryDecision(
  failure: FailedAttempt,
  attempt: number,
  maxAttempts: number,
  random: () => number,
): RetryDecision {
  if (asksToSlowDown(failure)) {
    return { kind: 'pause_host', delayMs: pauseLengthMs(failure.retryAfterMs, random) };
  }
  if (!isTransient(failure) || attempt >= maxAttempts) return { kind: 'fail' };
  return { kind: 'defer', delayMs: backOffMs(attempt, random) };
}

function isTransient({ code, httpStatus = 0 }: FailedAttempt): boolean {
  const policy = POLICIES[code];
  if (policy !== 'by_status') return policy === 'transient';
  // 408 and 425 are the client errors that say "again, please"; 501 and 505 will say the same tomorrow.
  const again = httpStatus === 408 || httpStatus === 425 || httpStatus >= 500;
  return again && httpStatus !== 501 && httpStatus !== 505;
}

/** 1 s, 4 s, 16 s …, a quarter more or less. */
function backOffMs(attempt: number, random: () => number): number {
  const delay = Math.min(FIRST_DELAY_MS * DELAY_FACTOR ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.round(delay * (0.75 + random() / 2));
}
