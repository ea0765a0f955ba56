/** Seen red: with a sweep that always takes the oldest ones. */
import { ImportClaims } from '../../src/products/import/import-claims';
import type { WaitingImport } from '../../src/products/import/import.jobs';
import type { ImportProducer } from '../../src/products';
import { ImportSweep } from '../../src/products/import/import-sweep';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { until } from '../support/until';

const IMPORTS = 250;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.dataSource.query(
    `INSERT INTO requests (id, owner, base_url, filename, source_file, layout, limits, options, on_invalid, skipped_rows,
                           images_pending, images_completed, created_at)
     SELECT gen_random_uuid(), 'default', 'http://localhost', 'a.csv', 'sources/a', '{}', '{}', '{}', 'skip', 1,
            2, 3, now() - interval '1 minute'
       FROM generate_series(1, $1::int)`,
    [IMPORTS],
  );
});
afterAll(() => database.remove());

it('imports that no process is at are enqueued again and again, however many others there are', async () => {
  const enqueued = new Map<string, number>();
  const enqueue = ({ id, size }: WaitingImport) => {
    expect(size).toBe(2 + 3 + 1);
    enqueued.set(id, (enqueued.get(id) ?? 0) + 1);
    return Promise.resolve();
  };
  const claims = new ImportClaims(database.dataSource);
  const sweep = new ImportSweep(claims, { enqueue } as unknown as ImportProducer);
  await until('each was enqueued twice', () => {
    sweep.nudge();
    return enqueued.size === IMPORTS && [...enqueued.values()].every(times => times >= 2);
  });
  await sweep.beforeApplicationShutdown();
});
