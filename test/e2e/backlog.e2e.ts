/** Seen red: with a search of the 50 oldest requests only, and of the first 100 hosts of each. */
import { Backlogs } from '../../src/images/backlog';
import { type FreshDatabase, freshDatabase, insertWaitingRequests } from '../support/fresh-database';

const PAUSED = Array.from({ length: 150 }, (_, n) => `paused-${n}.example:443`);
const MINUTES_20 = 20 * 60;

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await database.dataSource.query(
    `INSERT INTO host_pauses SELECT host, now() + interval '1 hour', now() FROM unnest($1::text[]) AS h(host)`,
    [PAUSED],
  );
});
afterEach(() => database.remove());

const oldestSeconds = async () => (await new Backlogs(database.dataSource).read()).oldestSeconds;

it('however many older requests wait for a paused host, they do not hide one whose image is late', async () => {
  await insertWaitingRequests(database.dataSource, PAUSED[0]!, 150, 1, '30 minutes');
  expect(await oldestSeconds()).toBe(0);
  await insertWaitingRequests(database.dataSource, 'works.example:443', 1, 1, '20 minutes');
  const seconds = await oldestSeconds();
  expect(seconds).toBeGreaterThanOrEqual(MINUTES_20);
  expect(seconds).toBeLessThan(MINUTES_20 + 60);
});

it('however many hosts of a request are paused, they do not hide one that is not', async () => {
  const { dataSource } = database;
  const [id] = await insertWaitingRequests(
    dataSource,
    'works.example:443',
    1,
    PAUSED.length + 1,
    '20 minutes',
  );
  await dataSource.query(
    `UPDATE images SET host = ($2::text[])[position] WHERE request_id = $1 AND position <= $3`,
    [id, PAUSED, PAUSED.length],
  );
  expect(await oldestSeconds()).toBeGreaterThanOrEqual(MINUTES_20);
});
