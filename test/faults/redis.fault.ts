/**
 * Switched off to see it fail: the lease of what only waits in the queue (a reconciler that takes back what was begun
 * only: what Redis forgot is `processing` for ever).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { type Shop, startShop } from '../support/shop';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const AWAY_MS = Number(process.env.AWAY_MS ?? 12_000);
const PICTURES = 200;
/** Work goes on so soon after Redis is back. */
const GOES_ON_MS = 15_000;

let installation: Installation;
let client: Client;
let shop: Shop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [installation, shop, receiver] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '8' }),
    startShop(PICTURES, { latencyMs: 200 }),
    startWebhookReceiver(),
  ]);
  client = await installation.client();
  await Promise.all([installation.run('worker'), installation.run('worker')]);
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop.close(), receiver.close()]);
});

const upload = (first = 0, count = PICTURES) =>
  client.upload(catalogue(shop.pictures(count, first).map(url => ({ urls: [url] }))), {
    webhook_url: receiver.url,
  });

const done = async (id: string) => (await client.status(id)).image_counts.completed;

async function expectAllDone(ids: string[]): Promise<void> {
  for (const id of ids) {
    await client.finished(id);
    expect(await client.status(id)).toMatchObject({ status: 'completed', image_counts: { failed: 0 } });
  }
  await expectInvariants(installation, client, ids, receiver);
}

it('a Redis that forgets everything in the middle, twice, loses nothing', async () => {
  const id = await upload();
  for (const images of [20, 80]) {
    await client.progressed(id, images);
    await installation.flushRedis();
  }
  await expectAllDone([id]);
});

it('a Redis that starts anew without its data loses nothing, and work goes on at once', async () => {
  const id = await upload();
  await client.progressed(id, 30);
  await installation.redis.kill();
  await installation.redis.start();
  await client.progressed(id, (await done(id)) + 20);
  await expectAllDone([id]);
});

it(`uploads are taken while Redis is away, and work goes on within 15 s of its return`, async () => {
  const begun = await upload();
  await client.progressed(begun, 20);
  await installation.redis.stop();
  const away = delay(AWAY_MS);
  const started = Date.now();
  const meanwhile = [await upload(0, 30), await upload(30, 30)];
  expect(Date.now() - started).toBeLessThan(AWAY_MS);
  expect((await fetch(`${client.url}/health/ready`)).status).toBe(200);
  await away;

  const before = await Promise.all([begun, ...meanwhile].map(done));
  await installation.redis.start();
  const back = Date.now();
  await Promise.all([begun, ...meanwhile].map((id, index) => client.progressed(id, before[index]! + 1)));
  expect(Date.now() - back).toBeLessThan(GOES_ON_MS);
  await expectAllDone([begun, ...meanwhile]);
});
