export { Cached } from './cached';
export { PacedAnswers } from './paced-answers';
