import { QueryFailedError } from 'typeorm';

/**
 * The code of an error that came from Postgres (SQLSTATE) or from the connection to it (Node's, such as ECONNRESET),
 * whether TypeORM has wrapped it or not; null for an error without one.
 */
export function postgresCode(error: unknown): string | null {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : null;
}
