import type { AttemptTimes } from './attempt-times';
import type { Outcome } from './outcome';

export interface ImageAttemptReport {
  requestId: string;
  outcome: Outcome;
  times: AttemptTimes;
}

/** These attempts at images came to an end that counts, and that is committed. */
export class ImagesAttemptedEvent {
  static readonly NAME = 'images.attempted';

  constructor(readonly attempts: ImageAttemptReport[]) {}
}
