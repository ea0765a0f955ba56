import type { AttemptTimes } from './attempt-times';
import type { Outcome } from './outcome';

export interface ImageAttemptReport {
  requestId: string;
  imageId: string;
  outcome: Outcome;
  times: AttemptTimes;
  /** Of its request; null where nothing is traced. */
  traceparent: string | null;
}

/** These attempts at images came to an end that counts, and that is committed. */
export class ImagesAttemptedEvent {
  static readonly NAME = 'images.attempted';

  constructor(readonly attempts: ImageAttemptReport[]) {}
}
