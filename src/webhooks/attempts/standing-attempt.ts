import type { Attempt } from './attempt';
import type { NextAttempt } from './next-attempt';

/** The values of a delivery when its answer comes: others may have changed them while it was sent. */
export interface CurrentDelivery {
  url: string;
  /**
   * The URL of its subscription, which is changed before that of the delivery; null where it has none, where that is
   * deleted, and where that is not locked, since it is healthy and the attempt has succeeded.
   */
  subscriptionUrl: string | null;
  scheduleStep: number;
}

/** An attempt whose claim still holds, and the next state of its delivery as it is now. */
export interface StandingAttempt extends Attempt {
  /** The number of attempts made on the present schedule. */
  scheduleStep: number;
  /** Whether the answer is that of the URL which its subscription had before. */
  isOfOldUrl: boolean;
}

/**
 * Decides what becomes of a delivery that may have changed while it was sent. A failed attempt is repeated at once, on a
 * new schedule, if the URL of its subscription was changed or a resend was asked for meanwhile: its result says nothing
 * about the new target. Only a receiver that answers 410 at the same URL is not asked once more.
 */
export function standingAttempt(attempt: Attempt, current: CurrentDelivery): StandingAttempt {
  const { delivery, next } = attempt;
  const { url: sentTo } = delivery;
  const isOfOldUrl = sentTo !== current.url || sentTo !== (current.subscriptionUrl ?? sentTo);
  // A resend sets the schedule back. Where it was at its beginning, the wait is a few seconds anyway.
  const isAskedFor = current.scheduleStep < delivery.scheduleStep;
  return next.status !== 'delivered' && (isOfOldUrl || (isAskedFor && !isGone(next)))
    ? { ...attempt, isOfOldUrl, next: { status: 'pending', waitMs: 0 }, scheduleStep: 0 }
    : { ...attempt, isOfOldUrl, scheduleStep: current.scheduleStep + 1 };
}

/** Whether the receiver wants no more. */
export const isGone = (next: NextAttempt) => next.status === 'exhausted' && next.gone;
