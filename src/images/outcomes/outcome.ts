import type { LogStatus, LogStep } from '../../requests';
import type { ImageFailureCode } from '../image-failure';
import type { ImageOutcome } from '../image.entity';
import type { AttemptTimes } from './attempt-times';

/** A compressed picture that is stored. */
export interface StoredImage {
  outcome: ImageOutcome;
  /** Last part of its URL. */
  outputFile: string;
  /** Null where an image service fetched the original. */
  bytesIn: number | null;
  bytesOut: number;
  width: number;
  height: number;
  format: string;
}

/** Why an attempt failed, as clients see it. */
export interface FailureReport {
  code: ImageFailureCode;
  message: string;
  httpStatus: number | null;
}

/** What was done for the image on the way, for the processing log. */
export interface LogLine {
  step: LogStep;
  status: LogStatus;
  message: string;
}

/** How the work under a claim ended. Every piece of work ends in exactly one of these. */
export type Outcome =
  | { kind: 'completed'; stored: StoredImage }
  /** An image service has it: its callback goes on, or its timeout does. */
  | { kind: 'handed_over'; timeoutMs: number }
  | { kind: 'failed'; failure: FailureReport }
  /** To be tried again. */
  | { kind: 'deferred'; notBefore: Date; countsAttempt: boolean; pausesHost: boolean };

/** The outcome of one claim on one leader. */
export interface ClaimOutcome {
  imageId: string;
  claim: number;
  requestId: string;
  host: string;
  outcome: Outcome;
  log: LogLine[];
  /** Of the attempt; a claim that ends without one has none. */
  times?: AttemptTimes;
  /** Of its request. */
  traceparent?: string | null;
}
