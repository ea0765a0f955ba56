/**
 * Seen red: with the unique index of products and positions on no partition (a retry of an import would double rows),
 * and with a border that lies before the rows (Postgres refuses it).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

const SCRIPT = join(__dirname, '..', '..', 'deploy', 'postgres', 'partition.sql');

let origin: Origin;
let darkroom: Darkroom;
let file: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
  file = catalogue([{ urls: [origin.url('/a.jpg'), origin.url('/b.jpg')] }, { urls: origin.url('/a.jpg') }]);
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

/** How many rows of a table lie where. */
async function rowsIn(table: string): Promise<Record<string, number>> {
  const rows = await darkroom.query<{ partition: string; rows: number }>(
    `SELECT tableoid::regclass::text AS partition, count(*)::int AS rows FROM ${table} GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ partition, rows }) => [partition, rows]));
}

describe('a service whose tables are partitioned', () => {
  it('goes on with what was there, takes what comes, and deletes both', async () => {
    const before = await darkroom.process(file);
    await darkroom.query(`SET darkroom.partition_from = '${new Date().toISOString()}'`);
    await darkroom.query(await readFile(SCRIPT, 'utf8'));
    expect(await rowsIn('images')).toEqual({ images_before: 3 });

    const after = await darkroom.process(file);
    expect(after.image_counts).toMatchObject({ completed: 2, failed: 1 });
    const { images_before, ...ofMonths } = await rowsIn('images');
    expect(images_before).toBe(3);
    expect(Object.values(ofMonths)).toEqual([3]);
    expect(Object.keys(await rowsIn('processing_logs'))).toHaveLength(2);

    origin.serve('/b.jpg', await picture(50, 40).jpeg({ quality: 95 }).toBuffer());
    for (const { request_id: id } of [before, after]) {
      await darkroom.api().post(`/api/requests/${id}/retry`).expect(202);
      expect((await darkroom.finished(id)).image_counts).toMatchObject({ completed: 3, failed: 0 });
      await darkroom.api().delete(`/api/requests/${id}`).expect(204);
    }
    await until('their rows are gone', async () => Object.keys(await rowsIn('images')).length === 0);
  });

  it('has the partitions of the next months, and makes no more when it is asked again', async () => {
    const partitions = () =>
      darkroom.query(`SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'images'::regclass`);
    const made = await partitions();
    expect(made.length).toBeGreaterThanOrEqual(3);
    await darkroom.query('SELECT darkroom_add_partitions()');
    expect(await partitions()).toEqual(made);
    const unique = await darkroom.query(
      `SELECT 1 FROM pg_indexes WHERE tablename ~ '^images_' AND indexdef LIKE '%UNIQUE%(product_id, "position")%'`,
    );
    expect(unique).toHaveLength(made.length);
  });
});
