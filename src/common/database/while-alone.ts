import type { DataSource } from 'typeorm';

/** Has Postgres notice within half a minute that the machine of a session is gone, instead of two hours. */
const NOTICE_DEATH = `set_config('tcp_keepalives_idle', '15', false),
  set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`;

/**
 * Does `work` while no other process does the work of this name, under a lock of a database session: if this process
 * dies, the lock is free again. No transaction is open meanwhile.
 * @returns null, without having done it, when another process is at it
 */
export async function whileAlone<T>(
  dataSource: DataSource,
  name: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const session = dataSource.createQueryRunner();
  try {
    const [lock] = await session.manager.query<{ held: boolean }[]>(
      `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held, ${NOTICE_DEATH}`,
      [name],
    );
    if (!lock?.held) return null;
    try {
      return await work();
    } finally {
      await session.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    }
  } finally {
    await session.release();
  }
}
