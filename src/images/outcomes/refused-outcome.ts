import { QueryFailedError } from 'typeorm';
import type { ClaimOutcome } from './outcome';

/** Postgres classes for what no repetition mends: bad data, a broken constraint, a statement that is wrong. */
const REFUSED = /^(22|23|42)/;

/** Whether the database will never take it. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return cause instanceof Error && 'code' in cause && REFUSED.test(String(cause.code));
}

/** What is recorded in place of an outcome that the database refuses, so that its request still finishes. */
export function refusedOutcome(outcome: ClaimOutcome): ClaimOutcome {
  const failure = {
    code: 'storage_failed',
    message: 'The result could not be recorded.',
    httpStatus: null,
  } as const;
  return { ...outcome, outcome: { kind: 'failed', failure }, log: [] };
}
