export { AttemptTimes } from './attempt-times';
export { ImagesAttemptedEvent } from './images-attempted.event';
export type { ImageAttemptReport } from './images-attempted.event';
export type { FailureReport, LogLine, Outcome, StoredImage } from './outcome';
export { OutcomeWriter } from './outcome-writer';
export { Outcomes } from './outcomes';
