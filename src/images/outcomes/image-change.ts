import { type ImageMove, type LockedImage, moveOf } from '../ledger';
import type { ClaimOutcome, Outcome } from './outcome';

/** The new values of an image row and of the rows that share its URL. */
export interface ImageChange {
  leaderId: string;
  status: 'completed' | 'failed' | 'pending';
  /** From now until it may be tried again; null where it has ended. */
  delayMs: number | null;
  countsAttempt: boolean;
  outcome: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  httpStatus: number | null;
  outputFile: string | null;
  bytesIn: number | null;
  bytesOut: number | null;
  width: number | null;
  height: number | null;
  format: string | null;
}

const NOTHING_STORED = {
  outcome: null,
  outputFile: null,
  bytesIn: null,
  bytesOut: null,
  width: null,
  height: null,
  format: null,
};
const NO_FAILURE = { errorCode: null, errorMessage: null, httpStatus: null };

/** An outcome after which nobody works on the image. */
export type Ending = Exclude<Outcome, { kind: 'handed_over' }>;

/** Translates an outcome into the new values of its rows. */
export function changeOf(leaderId: string, outcome: Ending): ImageChange {
  switch (outcome.kind) {
    case 'completed':
      return {
        leaderId,
        status: 'completed',
        delayMs: null,
        countsAttempt: true,
        ...outcome.stored,
        ...NO_FAILURE,
      };
    case 'failed': {
      const { code: errorCode, message: errorMessage, httpStatus } = outcome.failure;
      return {
        leaderId,
        status: 'failed',
        delayMs: null,
        countsAttempt: true,
        ...NOTHING_STORED,
        errorCode,
        errorMessage,
        httpStatus,
      };
    }
    case 'deferred': {
      const { delayMs, countsAttempt } = outcome;
      return { leaderId, status: 'pending', delayMs, countsAttempt, ...NOTHING_STORED, ...NO_FAILURE };
    }
  }
}

/** Lists how the rows under lock move with the outcome of their leader. */
export function movesOf(locked: LockedImage[], outcomes: Map<string, ClaimOutcome>): ImageMove[] {
  return locked.flatMap(image => {
    const outcome = outcomes.get(image.leaderId)?.outcome;
    if (!outcome) return [];
    switch (outcome.kind) {
      case 'completed': {
        const bytes = { input: outcome.stored.bytesIn ?? 0, output: outcome.stored.bytesOut };
        return [{ ...moveOf(image, 'completed'), bytes, outcome: outcome.stored.outcome }];
      }
      case 'failed':
        return [{ ...moveOf(image, 'failed'), failure: outcome.failure.code }];
      case 'deferred':
        return [moveOf(image, 'pending')];
      case 'handed_over':
        return [];
    }
  });
}
