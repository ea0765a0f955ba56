/**
 * Switched off to see it fail: the progress that is noted with each chunk (`imported_rows` always 0: the rows of the
 * first chunk are refused as doubles, for ever); the end of the lease (`take` only where there is none: it waits in
 * vain); the leaders locked before their followers (`lockOccurrences`: images stay `processing` for ever).
 */
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { SeededRandom } from '../support/random';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';

/** Each costs the time of a lease. */
const KILLS = Number(process.env.KILLS ?? 1);
const ROWS = 5_000;
const PICTURES = 300;

let installation: Installation;
let client: Client;
let shop: Shop;

beforeAll(async () => {
  [installation, shop] = await Promise.all([Installation.start(), startShop(PICTURES, { latencyMs: 100 })]);
  client = await installation.client();
});
afterAll(async () => {
  await installation.remove();
  await shop.close();
});

const importedRows = async (id: string) => {
  const [request] = await installation.query<{ rows: number; done: boolean }>(
    `SELECT imported_rows AS rows, imported_at IS NOT NULL AS done FROM requests WHERE id = $1`,
    [id],
  );
  return request!;
};

it('an import whose process is killed is taken up where it was, and no row is there twice', async () => {
  const random = new SeededRandom();
  const rows = Array.from({ length: ROWS }, (_, n) => ({ urls: [shop.picture((n * 7) % PICTURES)] }));
  const id = await client.upload(catalogue(rows));
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const worker = installation.spawn('worker');
      // The last chunk may be larger than a third of them all.
      const at = ((kill + random.next()) / KILLS) * 0.6 * ROWS;
      await until(
        `${at} rows are imported`,
        async () => {
          const { rows: imported, done } = await importedRows(id);
          if (done) throw new Error('The import was too quick to be killed');
          return imported > at;
        },
        { timeoutMs: 60_000, pollMs: 1 },
      );
      await worker.kill();
    }
    await installation.run('worker');
    await client.finished(id);
    expect(await client.status(id)).toMatchObject({
      status: 'completed',
      total_products: ROWS,
      image_counts: { completed: ROWS },
    });
    expect(await installation.query('SELECT count(*)::int AS rows FROM products')).toEqual([{ rows: ROWS }]);
    await expectInvariants(installation, client, [id]);
  } catch (error) {
    console.error(`SEED=${random.seed}\n${installation.logs}`);
    throw error;
  }
});

it('rows that come in while the picture of their URL is done get its result', async () => {
  await Promise.all([installation.run('worker'), installation.run('worker')]);
  const rows = Array.from({ length: 3_000 }, (_, n) => ({ urls: [shop.picture((n * 7) % PICTURES)] }));
  const ids = await Promise.all([1, 2].map(() => client.upload(catalogue(rows))));
  for (const id of ids) await client.finished(id);
  await expectInvariants(installation, client, ids);
});
