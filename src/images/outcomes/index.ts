export { AttemptTimes, TIMED_STEPS } from './attempt-times';
export type { StepTime, TimedStep } from './attempt-times';
export { ImagesAttemptedEvent } from './images-attempted.event';
export type { ImageAttemptReport } from './images-attempted.event';
export type { ClaimOutcome, FailureReport, LogLine, Outcome, StoredImage } from './outcome';
export { OutcomeWriter } from './outcome-writer';
export { Outcomes } from './outcomes';
