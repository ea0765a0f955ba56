/**
 * Switched off to see it fail: the look at the pause after the wait for a turn (`assertNotPaused`), the deadline of a
 * download.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectCountersEqualRows, expectInvariants } from '../support/invariants';
import { type Origin, type OriginHandler, startOrigin } from '../support/origin';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';

const TIMEOUT_MS = 1_500;
const ATTEMPTS = 3;
/** Three downloads, and the waits of 1 s and 4 s between them, a quarter more at the most; then the machine. */
const DEADLINE_MS = ATTEMPTS * TIMEOUT_MS + 1.25 * 5_000 + 6_000;

/** 2,000 take some minutes. */
const THROTTLED = Number(process.env.THROTTLED ?? 200);
const FREE = 60;
const PAUSE_SECONDS = 2;
/** Downloads that wait for a turn get one so quickly that many would come during a pause if they did not look. */
const ANSWERS_AFTER_MS = 20;
const LET_THROUGH = 60;
const WORKERS = 2;
const PER_HOST = 4;
/** What may be on its way when the host asks to slow down: no worker has more requests open, and each learns by one. */
const ON_THEIR_WAY = WORKERS * PER_HOST;

let installation: Installation;
let client: Client;
let shop: Shop;
let slow: Origin;
let unruly: Origin;

beforeAll(async () => {
  [installation, shop, slow, unruly] = await Promise.all([
    Installation.start({
      DOWNLOAD_TIMEOUT_MS: String(TIMEOUT_MS),
      DOWNLOADS_PER_HOST: String(PER_HOST),
      IMAGE_ATTEMPTS: String(ATTEMPTS),
    }),
    startShop(THROTTLED),
    startOrigin(),
    startOrigin(),
  ]);
  client = await installation.client();
  await Promise.all(Array.from({ length: WORKERS }, () => installation.run('worker')));
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop, slow, unruly].map(server => server.close()));
});

/** In front of a shop: so many requests, then a pause that all others have to keep. */
class Throttle {
  refused = 0;
  /** How many requests came during each pause. */
  readonly cameInPauses: number[] = [];
  private letThrough = 0;
  private pausedUntil = 0;

  async answer(path: string, response: ServerResponse): Promise<void> {
    if (Date.now() < this.pausedUntil) this.cameInPauses.push((this.cameInPauses.pop() ?? 0) + 1);
    await delay(ANSWERS_AFTER_MS);
    const isPaused = Date.now() < this.pausedUntil;
    if (!isPaused && ++this.letThrough <= LET_THROUGH) {
      const body = Buffer.from(await (await fetch(shop.url(path))).arrayBuffer());
      response.writeHead(200, { 'content-length': body.length }).end(body);
      return;
    }
    this.refused++;
    if (!isPaused) {
      this.letThrough = 0;
      this.cameInPauses.push(0);
      this.pausedUntil = Date.now() + PAUSE_SECONDS * 1_000;
    }
    const left = Math.max(1, Math.ceil((this.pausedUntil - Date.now()) / 1_000));
    response.writeHead(429, { 'retry-after': String(left) }).end();
  }
}

it('a host that asks to slow down is left alone, delivers all in the end, and holds up nobody else', async () => {
  const throttle = new Throttle();
  const urls = shop.pictures(THROTTLED).map(url => slow.url(new URL(url).pathname));
  for (const url of urls) {
    const { pathname } = new URL(url);
    slow.serve(pathname, (_request, response) => void throttle.answer(pathname, response));
  }
  const throttled = await client.upload(catalogue(urls.map(url => ({ urls: [url] }))));
  await until('the host has asked to slow down', () => throttle.refused > 0);
  const free = await client.upload(catalogue(shop.pictures(FREE).map(url => ({ urls: [url] }))));
  await client.finished(free, 15_000);
  const status = await client.status(throttled);
  expect(status.completed_at).toBeNull();
  expect(status.waiting).toMatchObject([{ host: slow.host }]);

  await client.finished(throttled, 600_000);
  expect(await client.status(throttled)).toMatchObject({ image_counts: { completed: THROTTLED } });
  expect(Math.max(...throttle.cameInPauses)).toBeLessThanOrEqual(ON_THEIR_WAY);
  await expectInvariants(installation, client, [throttled, free]);
}, 700_000);

it('an origin that misbehaves fails its own image with the right code, in time, and holds up no other', async () => {
  const jpeg = await picture(300, 200).jpeg({ quality: 95 }).toBuffer();
  const half = jpeg.subarray(0, jpeg.length / 2);
  const whole: OriginHandler = (_, response) => response.end(jpeg);
  let failures = 0;
  const misbehaving: [path: string, code: string | null, attempts: number, answer: OriginHandler][] = [
    ['/drips', 'timeout', ATTEMPTS, (_, response) => void drip(response, jpeg)],
    ['/says-nothing', 'timeout', ATTEMPTS, () => undefined],
    ['/never-closes', 'timeout', ATTEMPTS, (_, response) => void response.writeHead(200).write(jpeg)],
    ['/resets', 'connect_failed', ATTEMPTS, request => request.socket.resetAndDestroy()],
    [
      '/announces-more-than-it-sends',
      'connect_failed',
      ATTEMPTS,
      (request, response) =>
        response.writeHead(200, { 'content-length': jpeg.length }).write(half, () => request.socket.end()),
    ],
    [
      '/sends-more-than-it-announces',
      'corrupt_image',
      1,
      request =>
        request.socket.end(
          Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${half.length}\r\n\r\n`), jpeg]),
        ),
    ],
    [
      '/circle',
      'too_many_redirects',
      1,
      (_, response) => response.writeHead(302, { location: '/circle' }).end(),
    ],
    ['/always-503', 'http_status', ATTEMPTS, (_, response) => response.writeHead(503).end()],
    [
      '/two-500-then-the-image',
      null,
      3,
      (request, response) => (++failures <= 2 ? response.writeHead(500).end() : whole(request, response)),
    ],
    ['/image', null, 1, whole],
  ];
  for (const [path, , , answer] of misbehaving) unruly.serve(path, answer);

  const uploadedAt = Date.now();
  const id = await client.upload(catalogue(misbehaving.map(([path]) => ({ urls: [unruly.url(path)] }))));
  const polite = await client.upload(catalogue(shop.pictures(FREE).map(url => ({ urls: [url] }))));
  await client.finished(polite, 10_000);
  expect((await client.status(id)).completed_at).toBeNull();
  await client.finished(id, DEADLINE_MS);
  expect(Date.now() - uploadedAt).toBeLessThan(DEADLINE_MS);

  const images = (await client.products(id)).flatMap(product => product.images);
  expect(
    images.map(({ input_image_url, error, attempts }) => [
      new URL(input_image_url).pathname,
      error?.code ?? null,
      attempts,
    ]),
  ).toEqual(misbehaving.map(([path, code, attempts]) => [path, code, attempts]));
  expect(images.map(({ output_image_url }) => output_image_url !== null)).toEqual(
    misbehaving.map(([, code]) => code === null),
  );
  expect(unruly.requests('/always-503')).toHaveLength(ATTEMPTS);
  await expectCountersEqualRows(installation);
});

async function drip(response: ServerResponse, body: Buffer): Promise<void> {
  response.writeHead(200, { 'content-length': body.length });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await delay(1_000);
  }
}
