import { postgresCode } from './postgres-code';

/** Codes of Postgres which say that it takes nothing now: it starts, stops, follows another one, has no room, or lets nobody in. */
const TAKES_NOTHING = /^(08...|25006|28...|3D000|53...|57P0[1-5]|58...)$/;

/** Codes of Node for a server that cannot be reached. No others: an error of a file has a code, too. */
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Messages of the connection pool, which has no codes for its own time-out and for a broken connection. */
const POOL_GAVE_UP = /timeout exceeded when trying to connect|Connection terminated/;

/** Whether this error says that the database is away for now, whatever it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const code = postgresCode(error) ?? '';
  if (TAKES_NOTHING.test(code) || UNREACHABLE.test(code)) return true;
  return error instanceof Error && (POOL_GAVE_UP.test(error.message) || isOfConnecting(error));
}

/** The Unix socket of a server that is starting is a file that is missing. */
const isOfConnecting = (error: Error) => 'syscall' in error && error.syscall === 'connect';
