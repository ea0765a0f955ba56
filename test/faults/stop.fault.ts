/**
 * Switched off, one at a time, to see it fail: `abandonJobs`, `handBack`, `OpenConnections`, the end at a second signal
 * in `main.ts`, the clock for the whole stop (`ShutdownGrace`), `isStopping` of WatchedRequests, the order of `WORKING`
 * in `app.module.ts`; for the stops that Postgres keeps waiting, the import's share of the grace and `stopInTime`.
 */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client as Postgres } from 'pg';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { type Origin, startOrigin } from '../support/origin';
import { receivedUntilClosed } from '../support/raw-http';
import type { ServiceProcess } from '../support/service-process';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';
import { watchEvents } from '../support/watch-events';

const PICTURES = 200;
const GRACE_MS = 5_000;
const HUNG = 20;

let installation: Installation;
let client: Client;
let shop: Shop;

beforeAll(async () => {
  [installation, shop] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '16', SHUTDOWN_GRACE_MS: String(GRACE_MS) }),
    startShop(PICTURES, { latencyMs: 400 }),
  ]);
  client = await installation.client();
});
afterAll(async () => {
  await installation.remove();
  await shop.close();
});

/** Images that somebody is thought to work on. */
const begun = () =>
  installation.query(`SELECT id FROM images WHERE status = 'processing' AND started_at IS NOT NULL`);
const crashes = (requestId: string) =>
  installation.query(`SELECT id, crashes FROM images WHERE request_id = $1 AND crashes > 0`, [requestId]);

it('a worker that is told to stop under load finishes what it has begun, and nothing is done twice', async () => {
  const id = await client.upload(catalogue(shop.pictures(PICTURES).map(url => ({ urls: [url] }))));
  for (const images of [20, 70, 120]) {
    const worker = await installation.run('worker');
    await client.progressed(id, images);
    const told = Date.now();
    expect(await worker.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(GRACE_MS);
    expect(await begun()).toEqual([]);
  }
  const last = await installation.run('worker');
  await client.finished(id);
  expect(await last.stop()).toBe(0);
  expect(shop.requests().map(({ path }) => path)).toHaveLength(PICTURES);
  expect(await crashes(id)).toEqual([]);
  await expectInvariants(installation, client, [id]);
});

describe('while Postgres keeps it waiting for a lock', () => {
  let other: Postgres;
  beforeEach(async () => {
    other = new Postgres({ connectionString: installation.postgres.url });
    await other.connect();
  });
  afterEach(() => other.end());

  const lockProducts = () => other.query('BEGIN; LOCK TABLE products IN ACCESS EXCLUSIVE MODE');
  const isKeptWaiting = (statement: string) =>
    until(`${statement} waits`, async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`;
      return (await installation.query(waiting, [`${statement}%`])).length > 0;
    });

  /** How long its stop takes, in milliseconds, or `tooLongMs` when it does not end before. */
  async function stopping(worker: ServiceProcess, tooLongMs: number): Promise<number> {
    const told = Date.now();
    const stopped = worker.stop();
    await Promise.race([stopped, delay(tooLongMs, undefined, { ref: false })]);
    const took = Date.now() - told;
    await other.query('ROLLBACK');
    expect(await stopped).toBe(0);
    return took;
  }

  it('a stop lets go of an import before the grace ends, and the next worker does all of it', async () => {
    const worker = await installation.run('worker');
    await lockProducts();
    const id = await client.upload(catalogue([{ urls: shop.pictures(1) }]));
    await isKeptWaiting('COPY products');
    expect(await stopping(worker, GRACE_MS)).toBeLessThan(GRACE_MS * 0.8);

    const next = await installation.run('worker');
    await client.finished(id);
    expect(await next.stop()).toBe(0);
    await expectInvariants(installation, client, [id]);
  });

  it('a stop ends with the grace although results cannot be recorded, and the next worker does them', async () => {
    const id = await client.upload(catalogue(shop.pictures(HUNG).map(url => ({ urls: [url] }))));
    const worker = await installation.run('worker');
    await client.progressed(id, 1);
    await lockProducts();
    await isKeptWaiting('SELECT id, request_id');
    expect(await stopping(worker, GRACE_MS * 2)).toBeLessThan(GRACE_MS * 1.5);

    const next = await installation.run('worker');
    await client.finished(id);
    expect(await next.stop()).toBe(0);
    await expectInvariants(installation, client, [id]);
  });
});

describe('with downloads that hang', () => {
  let origin: Origin;
  beforeEach(async () => {
    origin = await startOrigin();
  });
  afterEach(() => origin.close());

  /** Pictures that never come, and a process that waits for them. */
  async function hang(begin = () => installation.run('worker')) {
    for (let n = 0; n < HUNG; n++) origin.serve(`/${n}.jpg`, () => undefined);
    const urls = Array.from({ length: HUNG }, (_, n) => origin.url(`/${n}.jpg`));
    const id = await client.upload(catalogue(urls.map(url => ({ urls: [url] }))));
    const worker = await begin();
    await until('its downloads hang', () => origin.requests().length >= 16);
    return { id, worker };
  }

  it('a stop hands back within the grace what would take too long, and the next worker begins it at once', async () => {
    const { id, worker } = await hang();
    const told = Date.now();
    expect(await worker.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(GRACE_MS + 1_000);
    expect(await begun()).toEqual([]);
    expect(await crashes(id)).toEqual([]);

    for (const url of shop.pictures(HUNG)) {
      const { pathname } = new URL(url);
      origin.serve(pathname, (_request, response) => {
        void fetch(url).then(async answer => response.end(Buffer.from(await answer.arrayBuffer())));
      });
    }
    const next = await installation.run('worker');
    await client.finished(id);
    await expectInvariants(installation, client, [id]);
    expect(await next.stop()).toBe(0);
  });

  it('a stop does not take longer where webhooks hang, too', async () => {
    origin.serve('/hook', () => undefined);
    const hook = { webhook_url: origin.url('/hook') };
    await client.upload(catalogue([{ urls: shop.pictures(1) }]), hook);
    const running = await installation.run('worker');
    await until('the webhook hangs', () => origin.requests('/hook').length > 0);
    const { worker } = await hang(() => Promise.resolve(running));
    const told = Date.now();
    expect(await worker.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(GRACE_MS * 1.5);
  });

  it('watchers who come back while it finishes its work are sent away', async () => {
    const { id, worker } = await hang(() => installation.run('all'));
    const before = watchEvents(worker.url, id);
    await until('the stream has begun', () => before.events.length > 0);
    const told = Date.now();
    const stopped = worker.stop();
    await before.ended;
    expect((await fetch(`${worker.url}/api/events/${id}`)).status).toBe(503);
    expect(Date.now() - told).toBeLessThan(GRACE_MS * 0.8);
    expect(await stopped).toBe(0);
  });

  it('webhooks are sent for as long as images finish', async () => {
    const picture = Buffer.from(await (await fetch(shop.pictures(1)[0]!)).arrayBuffer());
    let arrive!: () => void;
    origin.serve('/late.jpg', (_request, response) => void (arrive = () => response.end(picture)));
    origin.serve('/told', (_request, response) => void response.writeHead(204).end());
    const told = { webhook_url: origin.url('/told') };
    const service = await installation.run('all');
    const id = await client.upload(catalogue([{ urls: origin.url('/late.jpg') }]), told);
    const stream = watchEvents(service.url, id);
    await until('it is under way, and watched', () => arrive !== undefined && stream.events.length > 0);
    await hang(() => Promise.resolve(service));
    const stopped = service.stop();
    await stream.ended;
    arrive();
    expect(await stopped).toBe(0);
    expect(origin.requests('/told')).toHaveLength(1);
  });

  it('a second SIGTERM ends it at once', async () => {
    const { worker } = await hang();
    worker.signal('SIGTERM');
    await until('it hands out no more', async () => (await fetch(`${worker.url}/health/live`)).ok);
    const again = Date.now();
    worker.signal('SIGTERM');
    expect(await worker.end()).toBe(1);
    expect(Date.now() - again).toBeLessThan(GRACE_MS / 2);
  });
});

describe('an API', () => {
  const open = (api: ServiceProcess) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    return { socket, received: receivedUntilClosed(socket) };
  };
  const stoppedWithin = async (api: ServiceProcess, milliseconds: number) => {
    const told = Date.now();
    expect(await api.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(milliseconds);
  };

  it('stops at once, also while browsers keep connections open and watch', async () => {
    const api = await installation.run('api');
    const { received } = open(api);
    const stream = watchEvents(api.url, await client.upload(catalogue([{ urls: shop.pictures(1) }])));
    await until('the stream has begun', () => stream.events.length > 0);
    await stoppedWithin(api, GRACE_MS * 0.8);
    expect(await received).toBe('');
    await stream.ended;
  });

  it('cuts an upload off that takes longer than the grace', async () => {
    const api = await installation.run('api');
    const { socket, received } = open(api);
    socket.write('POST /api/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n');
    socket.write('Content-Type: multipart/form-data; boundary=x\r\nExpect: 100-continue\r\n\r\n');
    await until('it is under way', () => socket.bytesRead > 0);
    const told = Date.now();
    await stoppedWithin(api, GRACE_MS * 1.5);
    expect(Date.now() - told).toBeGreaterThan(GRACE_MS / 2);
    expect(await received).toMatch(/^HTTP\/1.1 100 Continue/);
  });
});
