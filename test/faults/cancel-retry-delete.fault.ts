/**
 * Switched off to see it fail: that a retry needs a finished request (three runs begin), that it resets
 * webhook_triggered, that images which wait in the queue are cancelled too, that a request finishes only when its
 * import has, that deleting cancels deliveries, removes the files, and tells who comes second that it is gone.
 */
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Controls, statuses } from '../support/controls';
import { type GatedShop, startGatedShop } from '../support/gated-shop';
import { Installation } from '../support/installation';
import { expectCountersEqualRows, expectInvariants } from '../support/invariants';
import type { ServiceProcess } from '../support/service-process';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const PICTURES = 60;
/** Pictures that the worker fetches at the same time. */
const UNDER_WAY = 4;
const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';

let installation: Installation;
let client: Client;
let controls: Controls;
let shop: GatedShop;
let receiver: WebhookReceiver;
let worker: ServiceProcess;

beforeAll(async () => {
  [installation, shop, receiver] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: String(UNDER_WAY) }),
    startGatedShop(PICTURES),
    startWebhookReceiver(),
  ]);
  [client, worker] = await Promise.all([installation.client(), installation.run('worker')]);
  controls = new Controls(client);
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop.close(), receiver.close()]);
});
afterEach(() => {
  shop.refuse([]);
  shop.release();
});

/** Each picture in one row, and every third of them again in another; two images a row where that happens. */
const repeating = (pictures: number) =>
  catalogue(
    Array.from({ length: pictures }, (_, n) => ({
      urls: [shop.picture(n), ...(n % 3 === 0 ? [shop.picture((n * 7) % pictures)] : [])],
    })),
  );

/** What was told of a request: once by webhook-id, in the order in which it came. */
function told(id: string) {
  const messages = new Map(
    receiver.deliveries.map(({ headers, body }) => [
      headers['webhook-id'],
      JSON.parse(body.toString()) as { type: string; data: { request_id: string; run: number } },
    ]),
  );
  return [...messages.values()]
    .filter(({ data }) => data.request_id === id)
    .map(({ type, data }) => ({ type, run: data.run }));
}

const isTold = (id: string, times: number) =>
  until(`it is told ${times} times`, () => told(id).length >= times, { timeoutMs: 30_000 });

const isTriggered = (id: string) =>
  until('that it is told is noted', async () => (await client.status(id)).webhook_triggered);

const askedInAll = () => shop.requests().length;

it('cancel lets finish what is under way, retry runs the others again and only those, each run tells once', async () => {
  shop.hold();
  const before = askedInAll();
  const id = await client.upload(repeating(PICTURES), { webhook_url: receiver.url });
  await until('the worker is at it', () => shop.waiting() === UNDER_WAY, { timeoutMs: 30_000 });

  // Not while it is at it.
  expect(await controls.retry(id)).toMatchObject({ status: 409, code: 'request_unfinished' });
  expect(await controls.delete(id)).toMatchObject({ status: 409, code: 'request_unfinished' });

  const cancels = await Promise.all([controls.cancel(id), controls.cancel(id), controls.cancel(id)]);
  expect(statuses(cancels)).toEqual([202, 202, 202]);
  expect(cancels[0].body).toMatchObject({ request_id: id, completed_at: null, run: 1 });
  expect(cancels[0].body.cancel_requested_at).toBe(cancels[1].body.cancel_requested_at);
  await until(
    'what has not begun is cancelled',
    async () => (await client.status(id)).image_counts.pending === 0,
  );
  expect(shop.waiting()).toBe(UNDER_WAY);
  expect(await client.status(id)).toMatchObject({ status: 'processing', output_csv_url: null });

  shop.release();
  const cancelled = await client.finished(id);
  expect(cancelled).toMatchObject({ status: 'cancelled', run: 1, image_counts: { failed: 0, pending: 0 } });
  expect(askedInAll() - before).toBe(UNDER_WAY);
  const { completed, cancelled: left } = cancelled.image_counts;
  expect(completed).toBeGreaterThanOrEqual(UNDER_WAY);
  await isTold(id, 1);
  await isTriggered(id);
  expect(await controls.cancel(id)).toMatchObject({ status: 409, code: 'request_finished' });
  await expectInvariants(installation, client, [id]);

  // Some of those that were cancelled fail this time; of three that ask at once, one begins the run.
  const done = await finishedPictures(id);
  const refused = [10, 11, 12, 13].filter(n => !done.includes(n));
  shop.refuse(refused);
  shop.hold();
  const retries = await Promise.all([controls.retry(id), controls.retry(id), controls.retry(id)]);
  expect(statuses(retries)).toEqual([202, 409, 409]);
  expect(retries.find(({ status }) => status === 202)!.body).toMatchObject({
    status: 'processing',
    run: 2,
    completed_at: null,
    cancel_requested_at: null,
    webhook_triggered: false,
    image_counts: { completed },
  });
  await until('the worker is at it', () => shop.waiting() === UNDER_WAY, { timeoutMs: 30_000 });
  expect(await client.status(id)).toMatchObject({ webhook_triggered: false, run: 2 });
  expect(await controls.retry(id)).toMatchObject({ status: 409, code: 'request_unfinished' });
  shop.release();
  const second = await client.finished(id);
  expect(second).toMatchObject({ status: 'completed', run: 2, image_counts: { cancelled: 0 } });
  expect(second.image_counts.failed).toBeGreaterThanOrEqual(refused.length);
  expect(second.failures).toEqual([{ code: 'http_status', count: second.image_counts.failed }]);
  expect(second.image_counts.completed + second.image_counts.failed).toBe(completed + left);
  expect(done.map(n => shop.asked(n))).toEqual(done.map(() => 1));
  await isTold(id, 2);
  await isTriggered(id);

  shop.refuse([]);
  expect(await controls.retry(id)).toMatchObject({ status: 202, body: { run: 3 } });
  expect(await client.finished(id)).toMatchObject({
    status: 'completed',
    run: 3,
    failures: [],
    image_counts: { completed: completed + left, failed: 0 },
  });
  // Once in the first or second run, and those that failed once more in the third.
  expect(Array.from({ length: PICTURES }, (_, n) => shop.asked(n))).toEqual(
    Array.from({ length: PICTURES }, (_, n) => (refused.includes(n) ? 2 : 1)),
  );
  await isTold(id, 3);
  expect(await controls.retry(id)).toMatchObject({ status: 409, code: 'nothing_to_retry' });
  expect(told(id)).toEqual([
    { type: 'request.cancelled', run: 1 },
    { type: 'request.completed', run: 2 },
    { type: 'request.completed', run: 3 },
  ]);
  await expectInvariants(installation, client, [id]);
});

/** Which pictures have a result. */
async function finishedPictures(id: string): Promise<number[]> {
  const rows = await installation.query<{ n: number }>(
    `SELECT DISTINCT substring(input_image_url from '(\\d+)\\.jpg$')::int AS n FROM images
      WHERE request_id = $1 AND status = 'completed' ORDER BY n`,
    [id],
  );
  return rows.map(row => row.n);
}

it('delete takes a request with its rows, its own files and what was still to be told, and nothing of others', async () => {
  const rows = repeating(20);
  receiver.answerNext(500);
  const id = await client.upload(rows, { webhook_url: receiver.url });
  await client.finished(id);
  const other = await client.upload(rows);
  await client.finished(other);
  await isTold(id, 1);
  const urls = (await client.products(id)).flatMap(product => product.output_image_urls);
  expect(await client.image(urls[0]!)).not.toBeNull();
  const filesBefore = await installation.files('files');

  const deletes = await Promise.all([controls.delete(id), controls.delete(id), controls.delete(id)]);
  expect(statuses(deletes)).toEqual([204, 404, 404]);
  await expectGone(id);

  await until('no row of it is left', async () => (await rowsOf(id)).every(({ rows }) => rows === 0), {
    timeoutMs: 30_000,
  });
  for (const url of new Set(urls)) expect(await client.image(url!)).toBeNull();
  const deliveries = await installation.query(
    `SELECT status, next_attempt_at FROM webhook_deliveries WHERE request_id = $1`,
    [id],
  );
  expect(deliveries).toEqual([{ status: 'cancelled', next_attempt_at: null }]);
  // Each of the pictures and the upload, once for either request.
  expect(filesBefore.length - (await installation.files('files')).length).toBe(new Set(urls).size + 1);
  await expectInvariants(installation, client, [other]);
});

/** For clients, whatever is still to be removed. */
async function expectGone(id: string): Promise<void> {
  const paths = ['status', 'details', 'logs', 'download'].map(path => `/api/${path}/${id}`);
  for (const path of [...paths, `/api/requests/${id}`, `/api/download/${id}/source`]) {
    expect({ path, ...(await controls.get(path)) }).toMatchObject({
      path,
      status: 404,
      code: 'request_not_found',
    });
  }
  for (const call of [controls.cancel, controls.retry, controls.delete]) {
    expect(await call(id)).toMatchObject({ status: 404, code: 'request_not_found' });
  }
  const { requests } = (await controls.get('/api/requests')).body as { requests: { request_id: string }[] };
  expect(requests.map(({ request_id }) => request_id)).not.toContain(id);
}

const rowsOf = (id: string) =>
  installation.query<{ rows: number }>(
    [
      'requests WHERE id',
      ...['products', 'images', 'skipped_rows', 'processing_logs'].map(t => `${t} WHERE request_id`),
    ]
      .map(from => `SELECT count(*)::int AS rows FROM ${from} = $1`)
      .join(' UNION ALL '),
    [id],
  );

it("nobody can do anything with ids that are unknown, malformed or somebody else's", async () => {
  const id = await client.upload(catalogue([{ urls: [shop.picture(0)] }]));
  await client.finished(id);
  await installation.query(`UPDATE requests SET owner = 'somebody else' WHERE id = $1`, [id]);
  for (const theirs of [id, UNKNOWN_ID, 'not-an-id', `${id}'--`])
    await expectGone(encodeURIComponent(theirs));
  expect(await rowsOf(id)).toContainEqual({ rows: 1 });
});

it('a request whose import is not through has not finished, and can be cancelled while nobody works on it', async () => {
  // Good rows first: their pictures are done long before the last of the others is in the database.
  const good = Array.from({ length: 300 }, (_, n) => ({ urls: [shop.picture(n % PICTURES)] }));
  const bad = Array.from({ length: 40_000 }, () => ({ name: '', urls: [shop.picture(0)] }));
  const csv = catalogue([...good, ...bad]);

  await worker.kill();
  const id = await client.upload(csv, { on_invalid: 'skip', webhook_url: receiver.url });
  expect(await controls.retry(id)).toMatchObject({ status: 409, code: 'request_unfinished' });
  expect(await controls.delete(id)).toMatchObject({ status: 409, code: 'request_unfinished' });
  const uploaded = await client.status(id);
  expect(await controls.cancel(id)).toMatchObject({ status: 202, body: { status: 'pending' } });
  expect((await client.status(id)).updated_at > uploaded.updated_at).toBe(true);
  shop.hold();
  worker = await importInterrupted(id);
  const cancelled = await client.finished(id);
  expect(cancelled).toMatchObject({ status: 'cancelled', skipped_rows: bad.length });
  expect(cancelled.image_counts).toMatchObject({ total: 300, cancelled: 300 });
  expect(await isImported(id)).toBe(true);
  expect(shop.waiting()).toBe(0);

  // Uncancelled: every picture is done while the rows that nobody wants still come in.
  shop.release();
  const again = await client.upload(csv, { on_invalid: 'skip', webhook_url: receiver.url });
  const completed = await client.finished(again);
  expect(completed).toMatchObject({ status: 'completed', image_counts: { completed: 300 } });
  expect(await isImported(again)).toBe(true);
  await Promise.all([isTold(id, 1), isTold(again, 1)]);
  await expectCountersEqualRows(installation);

  expect(statuses(await Promise.all([controls.delete(id), controls.delete(again)]))).toEqual([204, 204]);
  for (const gone of [id, again]) {
    await until('no row of it is left', async () => (await rowsOf(gone)).every(({ rows }) => rows === 0), {
      timeoutMs: 30_000,
    });
  }
});

const isImported = async (id: string) =>
  (
    await installation.query(`SELECT imported_at FROM requests WHERE id = $1 AND imported_at IS NOT NULL`, [
      id,
    ])
  ).length === 1;

/** A worker that is killed in the middle of the import, and the one that takes it up. */
async function importInterrupted(id: string): Promise<ServiceProcess> {
  const first = installation.spawn('worker');
  await until(
    'some rows are imported',
    async () => {
      const [request] = await installation.query(`SELECT imported_rows AS rows FROM requests WHERE id = $1`, [
        id,
      ]);
      return request?.rows > 0;
    },
    { timeoutMs: 60_000, pollMs: 1 },
  );
  await first.kill();
  expect(await isImported(id)).toBe(false);
  // Its lease runs out by itself; that is shown elsewhere, and need not be waited for here.
  await installation.query(`UPDATE requests SET import_lease_until = now() WHERE id = $1`, [id]);
  expect(await client.status(id)).toMatchObject({ completed_at: null });
  return installation.run('worker');
}
