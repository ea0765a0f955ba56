/**
 * Two APIs and three workers that share nothing but Postgres, Redis and a bucket. Switched off to see it fail: the lock
 * round the migrations (a process ends instead of serving), the reconciler (what a killed worker had never comes).
 */
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { Client } from '../support/client';
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy';
import { Installation } from '../support/installation';
import { expectCountersEqualRows, expectRightPictures, expectToldOnce } from '../support/invariants';
import { S3Server } from '../support/s3-server';
import type { ServiceProcess } from '../support/service-process';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';
import { watchEvents } from '../support/watch-events';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const PICTURES = Number(process.env.PICTURES ?? 360);
const DOWNLOADS = 6;
/** Of all images, for a worker that is there from the start to the end; three of the same kind would do a third. */
const FAIR_SHARE = 0.15;

let installation: Installation;
let server: S3Server;
let shop: Shop;
let receiver: WebhookReceiver;

/** The shop answers while this is resolved: a machine that is busy must not miss what happens to the others. */
let open = Promise.resolve();

/** Nothing comes to its end until `action` is done. */
async function heldUp<T>(action: () => Promise<T>): Promise<T> {
  let reopen = () => {};
  open = new Promise(resolve => (reopen = resolve));
  try {
    return await action();
  } finally {
    reopen();
  }
}

beforeAll(async () => {
  [installation, server, shop, receiver] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: String(DOWNLOADS), DOWNLOAD_TIMEOUT_MS: '120000' }),
    S3Server.start(),
    startShop(PICTURES, { latencyMs: 250, gate: () => open }),
    startWebhookReceiver(),
  ]);
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([...stores, shop, receiver].map(part => part.close()));
  await server.remove();
});

/** A process with a disk of its own, and what it asks of the store. */
interface Machine {
  process: ServiceProcess;
  store: FaultyProxy;
}

const stores: FaultyProxy[] = [];

/** As on a machine of its own. */
async function machine(role: 'api' | 'worker'): Promise<Machine> {
  const store = await startFaultyProxy(server.endpoint);
  stores.push(store);
  const DATA_DIR = join(installation.folder, `machine-${stores.length}`);
  return { store, process: installation.spawn(role, { DATA_DIR, ...server.settings(store.url) }) };
}

async function serving(machine: Machine): Promise<Machine> {
  await machine.process.serving();
  return machine;
}

/** Images that a worker stored. */
const storedBy = ({ store }: Machine) =>
  store.calls.filter(({ method, path }) => method === 'PUT' && path.includes('/images/')).length;

it('many processes do each image once, in fair shares, while workers come and go', async () => {
  try {
    await theTest();
  } catch (error) {
    console.error(installation.logs);
    throw error;
  }
}, 300_000);

async function theTest(): Promise<void> {
  // All at once on an empty database: whoever is first brings it up to date.
  const begun = [machine('api'), machine('api'), machine('worker'), machine('worker'), machine('worker')];
  const [one, two, first, second, third] = (await Promise.all((await Promise.all(begun)).map(serving))) as [
    Machine,
    Machine,
    Machine,
    Machine,
    Machine,
  ];
  const [client, other] = [new Client(one.process.url), new Client(two.process.url)];

  const rows = shop.pictures(PICTURES).map(url => ({ urls: [url] }));
  const id = await client.upload(catalogue(rows), { webhook_url: receiver.url });
  const { events, ended } = watchEvents(two.process.url, id);

  await client.progressed(id, PICTURES * 0.2);
  const fourth = await heldUp(async () => serving(await machine('worker')));
  expect(await third.process.stop()).toBe(0);
  await until('the fourth worker has done some', () => storedBy(fourth) > DOWNLOADS);
  const fifth = await heldUp(async () => {
    const fifth = await serving(await machine('worker'));
    await fourth.process.kill();
    return fifth;
  });
  await other.finished(id, 200_000);
  await ended;

  expect(events.at(-1)).toMatchObject({
    event: 'finished',
    data: { status: 'completed', image_counts: { completed: PICTURES } },
  });
  expect(events.filter(({ event }) => event === 'progress').length).toBeGreaterThan(3);
  await expectRightPictures(other, id);
  await expectCountersEqualRows(installation);
  await expectToldOnce(other, id, receiver);
  expect((await server.keys()).filter(key => key.startsWith('images/'))).toHaveLength(PICTURES);

  expectEachFetchedOnce();
  const stayed = [first, second];
  for (const worker of stayed) expect(storedBy(worker) / PICTURES).toBeGreaterThanOrEqual(FAIR_SHARE);
  for (const worker of [third, fourth, fifth]) expect(storedBy(worker)).toBeGreaterThan(0);
  const output = await (await fetch(`${two.process.url}/api/download/${id}`)).text();
  expect(output).toBe(await (await fetch(`${one.process.url}/api/download/${id}`)).text());
  expect(output.trim().split('\r\n')).toHaveLength(PICTURES + 1);

  for (const { process } of [one, two, first, second, fifth]) expect(await process.stop()).toBe(0);
}

/** But for what the worker had in hand that was killed. */
function expectEachFetchedOnce(): void {
  const fetched = new Map<string, number>();
  for (const { path } of shop.requests()) fetched.set(path, (fetched.get(path) ?? 0) + 1);
  expect(fetched.size).toBe(PICTURES);
  const again = [...fetched.values()].filter(times => times > 1);
  expect(again.every(times => times === 2)).toBe(true);
  expect(again.length).toBeGreaterThan(0);
  expect(again.length).toBeLessThanOrEqual(2 * DOWNLOADS);
}
