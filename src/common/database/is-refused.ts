import { QueryFailedError } from 'typeorm';

/** Postgres classes for what no repetition mends: bad data, a broken constraint, a statement that is wrong. */
const REFUSED = /^(22|23|42)/;

/** Whether the database will never take it. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return cause instanceof Error && 'code' in cause && REFUSED.test(String(cause.code));
}
