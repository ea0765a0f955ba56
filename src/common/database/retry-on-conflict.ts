import { setTimeout as delay } from 'node:timers/promises';
import { postgresCode } from './postgres-code';

/** Deadlock detected, serialization failure: Postgres asks for the transaction to be tried again. */
const CONFLICTS = new Set(['40P01', '40001']);

const ATTEMPTS = 5;

function isConflict(error: unknown): boolean {
  return CONFLICTS.has(postgresCode(error) ?? '');
}

/** Runs a transaction, and again when it lost against another one. Any other error is thrown. */
export async function retryOnConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await delay(10 * attempt * Math.random());
    }
  }
}
