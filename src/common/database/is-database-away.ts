import { postgresCode } from './postgres-code';

/**
 * Codes of Postgres and Node which say that the database cannot be reached, or cannot take anything now: it starts,
 * stops, follows another one, has no room, or does not let us in.
 */
const AWAY = /^(08...|25006|28...|3D000|53...|57P0[1-5]|58...|E[A-Z_]{4,})$/;

/** Messages of the connection pool, which has no codes for its own time-out and for a broken connection. */
const POOL_GAVE_UP = /timeout exceeded when trying to connect|Connection terminated/;

/** Whether this error says that the database is away for now, whatever it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (AWAY.test(postgresCode(error) ?? '')) return true;
  return error instanceof Error && POOL_GAVE_UP.test(error.message);
}
