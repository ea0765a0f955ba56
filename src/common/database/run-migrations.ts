import { DataSource } from 'typeorm';

/** The key of an advisory lock. It stays a number: an old and a new version that start together exclude each other. */
const MIGRATION_LOCK = 0x64_61_72_6b;

/**
 * Brings the schema up to date. TypeORM's runner takes no lock, so the first process to start migrates under one, and
 * the others wait for it.
 */
export async function runMigrations(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
  }
}
