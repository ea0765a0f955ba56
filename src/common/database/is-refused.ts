import { isDatabaseAway } from './is-database-away';
import { postgresCode } from './postgres-code';

/** The SQLSTATE classes that no repetition helps: bad data, a broken constraint, a wrong statement, a limit of Postgres. */
const REFUSED = /^(22|23|42|54)/;

/** What Postgres says of a statement; Node has codes of its own, such as ECONNRESET. */
const SQLSTATE = /^[0-9FHPX][0-9A-Z]{4}$/;

/** Whether Postgres was there and turned a statement down, if only this time. */
export function isTurnedDown(error: unknown): boolean {
  return SQLSTATE.test(postgresCode(error) ?? '') && !isDatabaseAway(error);
}

/** Whether this error says that the database will never take what it was given. */
export function isRefused(error: unknown): boolean {
  return REFUSED.test(postgresCode(error) ?? '');
}
