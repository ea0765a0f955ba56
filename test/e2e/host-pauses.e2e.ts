/**
 * Seen red: with all forgotten pauses deleted at once; without the index, and without the deletion; with patience that
 * goes by what this process noted alone.
 */
import type { EntityManager } from 'typeorm';
import { HostPauses } from '../../src/images/host-pauses';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';

const HOST = 'shop.example:443';

let database: FreshDatabase;
let pauses: HostPauses;

beforeAll(async () => {
  database = await freshDatabase();
  pauses = new HostPauses(database.dataSource);
});
afterEach(() => database.dataSource.query('DELETE FROM host_pauses'));
afterAll(() => database.remove());

const insert = (count: number, name: string, endsInMinutes: number) =>
  database.dataSource.query(
    `INSERT INTO host_pauses
     SELECT $2 || n || '.example:443', now() + make_interval(mins => $3), now() - interval '2 hours'
       FROM generate_series(1, $1) AS n`,
    [count, name, endsInMinutes],
  );
const record = (tx: EntityManager) => pauses.record(tx, [], [{ host: HOST, pauseMs: 60_000 }]);

it('pauses that ended long ago are deleted, a thousand with each one that is recorded', async () => {
  await insert(1_500, 'long-ago-', -11);
  await insert(1, 'just-now-', -9);
  await insert(1, 'goes-on-', 5);
  const left = async () => {
    await database.dataSource.transaction(record);
    const rows = await database.dataSource.query<{ host: string }[]>(
      'SELECT host FROM host_pauses ORDER BY host',
    );
    return rows.map(({ host }) => host);
  };
  expect(await left()).toHaveLength(500 + 3);
  expect(await left()).toEqual(['goes-on-1.example:443', 'just-now-1.example:443', HOST]);
});

it('a process that pauses a host learns for how long it has let nothing through at all', async () => {
  await database.dataSource.query(
    `INSERT INTO host_pauses VALUES ($1, now() - interval '1 second', now() - interval '2 hours')`,
    [HOST],
  );
  pauses.note(HOST, 60_000);
  expect(pauses.throttledFor(HOST)).toBeLessThan(60_000);
  await database.dataSource.transaction(record);
  expect(pauses.throttledFor(HOST) / 3_600_000).toBeCloseTo(2, 1);
});

it('recording one among very many reads few of them', async () => {
  await insert(20_000, 'goes-on-', 5);
  await database.dataSource.query('ANALYZE host_pauses');
  const read = (tx: EntityManager) =>
    tx.query<[{ rows: number }]>(
      `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'host_pauses'`,
    );
  await database.dataSource.transaction(async tx => {
    const [before] = await read(tx);
    await record(tx);
    const [after] = await read(tx);
    expect(after.rows - before.rows).toBeLessThan(10);
  });
});
