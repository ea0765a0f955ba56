import type { LogStatus, LogStep } from '../../requests';
import type { ImageFailureCode } from '../image-failure';
import type { ImageOutcome } from '../image.entity';
import type { AttemptTimes } from './attempt-times';

/** A compressed picture that is stored. */
export interface StoredImage {
  outcome: ImageOutcome;
  /** The last part of its URL. */
  outputFile: string;
  /** The bytes of the original; null where an image service fetched it. */
  bytesIn: number | null;
  bytesOut: number;
  width: number;
  height: number;
  format: string;
}

/** The reason why an attempt failed, as clients see it. */
export interface FailureReport {
  code: ImageFailureCode;
  message: string;
  httpStatus: number | null;
}

/** A step that was done for the image, for the processing log. */
export interface LogLine {
  step: LogStep;
  status: LogStatus;
  message: string;
}

/** The end of the work under a claim. Every piece of work ends in exactly one of these. */
export type Outcome =
  | { kind: 'completed'; stored: StoredImage }
  /** An image service has it: the work continues at its callback, or ends at its timeout. */
  | { kind: 'handed_over'; timeoutMs: number }
  | { kind: 'failed'; failure: FailureReport }
  /**
   * The image is tried again later: so long after this is recorded, as clocks of processes differ. `pausesHost` is left
   * alone for so long; it need not be where the URL began.
   */
  | { kind: 'deferred'; delayMs: number; countsAttempt: boolean; pausesHost: string | null };

/** The outcome of one claim on one leader. */
export interface ClaimOutcome {
  imageId: string;
  claim: number;
  requestId: string;
  outcome: Outcome;
  log: LogLine[];
  /** The hosts that answered and did not ask to slow down; a claim that ends without an attempt has none. */
  letThrough?: ReadonlySet<string>;
  /** The times of the attempt; a claim that ends without one has none. */
  times?: AttemptTimes;
  /** The trace of its request. */
  traceparent?: string | null;
}
