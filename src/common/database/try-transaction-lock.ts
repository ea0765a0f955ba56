import type { EntityManager } from 'typeorm';

/**
 * Takes the lock of this name until the end of the transaction, if no other transaction has it. Names share one space
 * with those of `whileAlone`.
 * @returns whether it was taken; it never waits
 */
export async function tryTransactionLock(tx: EntityManager, name: string): Promise<boolean> {
  const [lock] = await tx.query<{ held: boolean }[]>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
    [name],
  );
  return lock?.held === true;
}
