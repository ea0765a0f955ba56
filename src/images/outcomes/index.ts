export type { ClaimOutcome, FailureReport, LogLine, Outcome, StoredImage } from './outcome';
export { OutcomeWriter } from './outcome-writer';
export { Outcomes } from './outcomes';
