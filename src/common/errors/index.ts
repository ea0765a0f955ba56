export { ApiError } from './api-error';
export { ERRORS } from './error-codes';
export type { ErrorCode } from './error-codes';
export { ProblemFilter } from './problem.filter';
