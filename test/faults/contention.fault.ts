/**
 * Switched off to see it fail: the order of the locks on images, the retry's lock on its request behind those on its
 * products (Postgres counts deadlocks, which clients never see), the lock on requests (in most runs).
 */
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { type Answer, Controls } from '../support/controls';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { SeededRandom } from '../support/random';
import { type Shop, startShop } from '../support/shop';

const WORKERS = 3;
const SESSIONS = 8;
const REQUESTS = 3;
const PRODUCTS = 500;
const IMAGES_PER_PRODUCT = 4;
/** More than a cancel or retry moves in one step, and fewer than images, so that products share them. */
const URLS = 1_300;
/** The others are answered 404 at once: there is always something to retry. */
const PICTURES = 60;
const SECONDS = 15;

let installation: Installation;
let client: Client;
let controls: Controls;
let shop: Shop;

beforeAll(async () => {
  [installation, shop] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '8' }),
    startShop(PICTURES),
  ]);
  client = await installation.client();
  controls = new Controls(client);
  await Promise.all(Array.from({ length: WORKERS }, () => installation.run('worker')));
});
afterAll(async () => {
  await installation.remove();
  await shop.close();
});

const mixed = (random: SeededRandom) =>
  catalogue(
    Array.from({ length: PRODUCTS }, () => ({
      urls: Array.from({ length: IMAGES_PER_PRODUCT }, () =>
        shop.picture(Math.floor(random.between(0, URLS))),
      ),
    })),
  );

it(`${SESSIONS} sessions that cancel and retry while ${WORKERS} workers record never deadlock, and every count is right`, async () => {
  const random = new SeededRandom();
  try {
    const ids = await Promise.all(Array.from({ length: REQUESTS }, () => client.upload(mixed(random))));
    const answers: Answer[] = [];
    const until = Date.now() + SECONDS * 1_000;
    const session = async () => {
      while (Date.now() < until) {
        const id = ids[Math.floor(random.between(0, REQUESTS))]!;
        answers.push(await (random.next() < 0.5 ? controls.cancel(id) : controls.retry(id)));
      }
    };
    await Promise.all(Array.from({ length: SESSIONS }, session));

    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([202, 409]);
    const runs = [];
    for (const id of ids) runs.push((await client.finished(id)).run);
    // Otherwise it was not what it says.
    expect(Math.min(...runs)).toBeGreaterThan(3);
    await expectInvariants(installation, client, ids);
    expect(await deadlocks()).toBe(0);
    expect(installation.logs).not.toContain('deadlock');
  } catch (error) {
    console.error(`SEED=${random.seed}\n${installation.logs}`);
    throw error;
  }
});

/** That Postgres had to end, whether or not they were tried again. */
async function deadlocks(): Promise<number> {
  const [database] = await installation.query<{ deadlocks: number }>(
    `SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`,
  );
  return database!.deadlocks;
}
