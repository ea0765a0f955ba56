import type { ClaimOutcome } from './outcome';

/** Gives the failure that is recorded in place of an outcome that the database refuses. */
export function refusedOutcome(outcome: ClaimOutcome): ClaimOutcome {
  const failure = {
    code: 'storage_failed',
    message: 'The result could not be recorded.',
    httpStatus: null,
  } as const;
  return { ...outcome, outcome: { kind: 'failed', failure }, log: [] };
}
