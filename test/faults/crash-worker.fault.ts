/**
 * Switched off to see it fail: the reconciler (nothing that a killed worker had comes back); a file's name only when
 * it is whole (`put` straight to its place: a half-written file is left under the name of a whole one).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { SeededRandom } from '../support/random';
import { type Shop, startShop } from '../support/shop';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const KILLS = Number(process.env.KILLS ?? 8);
const PICTURES = 300;
/** A lease, a sweep, and some work. */
const SECONDS_AFTER_LAST_START = 40;

let installation: Installation;
let client: Client;
let shop: Shop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [installation, shop, receiver] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '8' }),
    startShop(PICTURES, { latencyMs: 250 }),
    startWebhookReceiver(),
  ]);
  client = await installation.client();
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop.close(), receiver.close()]);
});

it(`workers killed at any moment, ${KILLS} times, lose nothing and do nothing twice`, async () => {
  const random = new SeededRandom();
  // Every third picture comes again in another row, the first one in every tenth.
  const rows = shop.pictures(PICTURES).map((url, n) => ({
    urls: [
      url,
      ...(n % 3 === 0 ? [shop.picture((n * 7) % PICTURES)] : []),
      ...(n % 10 ? [] : [shop.picture(0)]),
    ],
  }));
  const id = await client.upload(catalogue(rows), { webhook_url: receiver.url });
  try {
    await killAgainAndAgain(random);
    const workers = await Promise.all([installation.run('worker'), installation.run('worker')]);
    await client.finished(id, SECONDS_AFTER_LAST_START * 1_000);
    await expectInvariants(installation, client, [id], receiver);
    expect(await client.status(id)).toMatchObject({ status: 'completed', image_counts: { failed: 0 } });
    for (const worker of workers) expect(await worker.stop()).toBe(0);
  } catch (error) {
    console.error(`SEED=${random.seed}\n${installation.logs}`);
    throw error;
  }
});

/** Two at a time, so that there is always somebody who could get it wrong. */
async function killAgainAndAgain(random: SeededRandom): Promise<void> {
  const slot = async (kills: number) => {
    for (let kill = 0; kill < kills; kill++) {
      const worker = installation.spawn('worker');
      // Sometimes before it is up, mostly in the middle of its work.
      if (random.next() > 0.1) await worker.serving();
      await delay(random.between(0, 1_500));
      await worker.kill();
    }
  };
  await Promise.all([slot(Math.ceil(KILLS / 2)), slot(Math.floor(KILLS / 2))]);
}
