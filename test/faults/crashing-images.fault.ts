/**
 * Switched off to see it fail: the child process for pictures with a crash (workers die without end), its further
 * tries (the death of one child fails a picture); and, added, that three crashes of a worker fail a picture.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Controls } from '../support/controls';
import { CRASHING_SHARP, crashingImage } from '../support/crashing-image';
import { type GatedShop, startGatedShop } from '../support/gated-shop';
import { Installation } from '../support/installation';
import { expectCountersEqualRows, expectInvariants } from '../support/invariants';
import type { ServiceProcess } from '../support/service-process';
import { until } from '../support/until';

const PICTURES = 24;
const UNDER_WAY = 8;
const KILLS = 5;
const PATIENCE = { timeoutMs: 60_000 };

let installation: Installation;
let client: Client;
let shop: GatedShop;

beforeAll(async () => {
  [installation, shop] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: String(UNDER_WAY), NODE_OPTIONS: CRASHING_SHARP }),
    startGatedShop(PICTURES),
  ]);
  client = await installation.client();
  shop.serve('/crashing.jpg', await crashingImage());
  shop.serve('/also-crashing.jpg', await crashingImage());
});
afterAll(async () => {
  await installation.remove();
  await shop.close();
});

/** Leases run out by themselves 15 s after a death; that is shown elsewhere, and need not be waited for here. */
const runOut = () =>
  installation.query(`UPDATE images SET lease_until = now() WHERE status = 'processing' AND leader_id = id`);

/** Workers one after another: whoever dies is followed by the next. @returns how often that was, once `done` */
async function runWorkers(done: () => Promise<boolean>): Promise<number> {
  let worker = await installation.run('worker');
  let deaths = 0;
  await until(
    'it is done',
    async () => {
      if (worker.ended) {
        deaths++;
        await runOut();
        worker = await installation.run('worker');
      }
      return done();
    },
    { timeoutMs: 100_000, pollMs: 50 },
  );
  await worker.kill();
  return deaths;
}

it('images that crash their decoder fail after a bounded number of deaths, and all others are done', async () => {
  const good = Array.from({ length: PICTURES }, (_, n) => shop.picture(n));
  const id = await client.upload(
    catalogue([
      ...good.slice(0, 8).map(url => ({ urls: [url] })),
      { urls: [shop.url('/crashing.jpg'), good[0]!] },
      ...good.slice(8, 16).map(url => ({ urls: [url, shop.url('/crashing.jpg')] })),
      { urls: [shop.url('/also-crashing.jpg')] },
      ...good.slice(16).map(url => ({ urls: [url] })),
    ]),
  );
  const deaths = await runWorkers(async () => (await client.status(id)).completed_at !== null);
  // One each at the most: from then on it is kept apart.
  expect(deaths).toBeGreaterThan(0);
  expect(deaths).toBeLessThanOrEqual(2);
  expect(await client.status(id)).toMatchObject({
    status: 'completed',
    image_counts: { completed: PICTURES + 1, failed: 10 },
    product_counts: { completed: PICTURES + 1, failed: 1 },
    failures: [{ code: 'processing_crashed', count: 10 }],
  });
  const failed = (await client.products(id))
    .flatMap(({ images }) => images)
    .filter(({ status }) => status === 'failed');
  expect(new Set(failed.map(({ input_image_url }) => new URL(input_image_url).pathname))).toEqual(
    new Set(['/crashing.jpg', '/also-crashing.jpg']),
  );
  await expectCountersEqualRows(installation);
});

it(`good images never fail for ${KILLS} kills of their worker, nor for the death of its child processes`, async () => {
  const id = await client.upload(
    catalogue(Array.from({ length: PICTURES }, (_, n) => ({ urls: [shop.picture(n)] }))),
  );
  for (let kill = 0; kill < KILLS; kill++) {
    shop.hold();
    const worker = await installation.run('worker');
    await until('pictures are under way', () => shop.waiting() === UNDER_WAY, PATIENCE);
    // Every other time later: when one of them is in a child that a former crash has led to.
    if (kill % 2 === 1) {
      shop.release();
      await until('a child is at it', () => childrenOf(worker).length > 0 || worker.ended, PATIENCE);
    }
    await worker.kill();
    await runOut();
  }
  const [most] = await installation.query<{ crashes: number }>(
    `SELECT max(crashes)::int AS crashes FROM images`,
  );
  expect(most!.crashes).toBeGreaterThanOrEqual(3);

  const worker = await installation.run('worker');
  const killed = new Set<number>();
  shop.release();
  await until(
    'two children are dead',
    async () => {
      // Of one picture no more than two: three at a time are what a picture is condemned for.
      for (const child of childrenOf(worker)) if (killed.size < 2) killed.add(kill(child));
      return killed.size === 2 || (await client.status(id)).completed_at !== null;
    },
    { ...PATIENCE, pollMs: 1 },
  );
  expect(killed.size).toBe(2);
  expect(await client.finished(id)).toMatchObject({
    status: 'completed',
    failures: [],
    image_counts: { completed: PICTURES },
  });
  await worker.kill();
  await expectInvariants(installation, client, [id]);
});

it('an image whose workers die without end fails at last, and a retry tries it again', async () => {
  const id = await client.upload(catalogue([{ urls: [shop.picture(0)] }, { urls: [shop.picture(1)] }]));
  shop.hold();
  const first = await installation.run('worker');
  await until('pictures are under way', () => shop.waiting() === 2, PATIENCE);
  await first.kill();
  // As on Kubernetes, where the death of the child is that of the whole container.
  await installation.query(`UPDATE images SET crashes = 20 WHERE request_id = $1 AND input_image_url = $2`, [
    id,
    shop.picture(0),
  ]);
  await runOut();
  await installation.run('worker');
  shop.release();
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({
    image_counts: { completed: 1, failed: 1 },
    failures: [{ code: 'processing_crashed', count: 1 }],
  });
  await new Controls(client).retry(id);
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({ image_counts: { completed: 2, failed: 0 } });
});

function kill(pid: number): number {
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** The processes that it has begun and that still live. */
function childrenOf({ pid }: ServiceProcess): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(candidate => parentOf(candidate) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null;
  }
}
