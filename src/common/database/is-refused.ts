import { postgresCode } from './postgres-code';

/** The SQLSTATE classes that no repetition mends: bad data, a broken constraint, a wrong statement. */
const REFUSED = /^(22|23|42)/;

/** Whether this error says that the database will never take what it was given. */
export function isRefused(error: unknown): boolean {
  return REFUSED.test(postgresCode(error) ?? '');
}
