export { ApiError } from './api-error';
export { ApiProblems, JSON_PROBLEMS } from './api-problems.decorator';
export { CSV_PROBLEM_CODES } from './csv-problem-codes';
export type { CsvProblemCode } from './csv-problem-codes';
export { ERRORS } from './error-codes';
export type { ErrorCode } from './error-codes';
export { ProblemFilter } from './problem.filter';
export { CsvProblemDto, ProblemDto } from './problem.dto';
export { UnavailableError } from './unavailable-error';
