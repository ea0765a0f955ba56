/**
 * Switched off to see it fail: trying again to record outcomes (the first error drops them: their images count as
 * crashed and are done anew); the database's absence as an error of its own (`isDatabaseAway`: uploads answer 500).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const AWAY_MS = Number(process.env.AWAY_MS ?? 12_000);
const PICTURES = 200;

let installation: Installation;
let client: Client;
let shop: Shop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [installation, shop, receiver] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '8' }),
    startShop(PICTURES, { latencyMs: 300 }),
    startWebhookReceiver(),
  ]);
  client = await installation.client();
  await Promise.all([installation.run('worker'), installation.run('worker')]);
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop.close(), receiver.close()]);
});

const csv = () => catalogue(shop.pictures(PICTURES).map(url => ({ urls: [url] })));
const upload = () => client.upload(csv(), { webhook_url: receiver.url });

async function expectDone(id: string): Promise<void> {
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({ status: 'completed', image_counts: { failed: 0 } });
  await expectInvariants(installation, client, [id], receiver);
}

it('a Postgres that is killed and starts again in the middle, twice, loses no outcome', async () => {
  const id = await upload();
  for (const images of [20, 100]) {
    await client.progressed(id, images);
    await installation.postgres.kill();
    await installation.postgres.start();
  }
  await expectDone(id);
});

it('a Postgres that goes away during an import brings no row twice and none too few', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => ({ urls: [shop.picture(n % 100)] }));
  const id = await client.upload(catalogue(rows));
  await until('the import has begun', async () => {
    const [request] = await installation.query('SELECT imported_rows FROM requests WHERE id = $1', [id]);
    return request!.imported_rows > 0;
  });
  await installation.postgres.stop();
  await installation.postgres.start();
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({
    total_products: 5_000,
    image_counts: { completed: 5_000 },
  });
  await expectInvariants(installation, client, [id]);
});

it('uploads are told to come again while Postgres is away; workers wait, and go on', async () => {
  const id = await upload();
  await client.progressed(id, 30);
  await installation.postgres.stop();
  const away = delay(AWAY_MS);
  const refused = await client.post(csv());
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  expect(await client.ready()).toBe(503);
  await away;
  await installation.postgres.start();
  await expectDone(id);
  // What was done while the database was away was written down then, not done again after its lease had run out.
  expect(
    await installation.query('SELECT id FROM images WHERE request_id = $1 AND crashes > 0', [id]),
  ).toEqual([]);
  await until('the service is ready again', async () => (await client.ready()) === 200);
  // A refused upload leaves nothing behind.
  expect(await installation.files('incoming')).toEqual([]);
  expect((await installation.files('files/sources')).sort()).toEqual(
    (await installation.query<{ id: string }>('SELECT id FROM requests ORDER BY id')).map(row => row.id),
  );
});
