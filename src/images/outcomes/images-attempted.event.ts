import type { AttemptTimes } from './attempt-times';
import type { Outcome } from './outcome';

export interface ImageAttemptReport {
  requestId: string;
  imageId: string;
  outcome: Outcome;
  times: AttemptTimes;
  /** The trace of its request; null where nothing is traced. */
  traceparent: string | null;
}

/** Attempts at images ended under a claim that stood, and that is committed. */
export class ImagesAttemptedEvent {
  static readonly NAME = 'images.attempted';

  constructor(readonly attempts: ImageAttemptReport[]) {}
}
