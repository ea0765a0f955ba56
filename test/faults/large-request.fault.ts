/**
 * Switched off to see it fail: that cancel, retry and delete go in chunks (there is no half-way to kill them in).
 */
import { readFileSync } from 'node:fs';
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Controls } from '../support/controls';
import { startHttp } from '../support/http-server';
import { Installation } from '../support/installation';
import { expectCountersEqualRows } from '../support/invariants';
import type { ServiceProcess } from '../support/service-process';
import { until } from '../support/until';

/** The million is for measuring: IMAGES=1000000, with the times printed. */
const IMAGES = Number(process.env.IMAGES ?? 60_000);
const IMAGES_PER_PRODUCT = 5;
/** Generous, for busy machines: that most is still to be done at the answer, the counts show. */
const AT_ONCE_MS = 2_000;
const PATIENCE = { timeoutMs: 600_000, pollMs: 50 };

jest.setTimeout(3_600_000);

let installation: Installation;
let client: Client;
let controls: Controls;
let origin: Awaited<ReturnType<typeof startHttp>>;
let worker: ServiceProcess;
let id: string;

beforeAll(async () => {
  // So slow that nothing ever comes.
  [installation, origin] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '16', DOWNLOAD_TIMEOUT_MS: '2000' }),
    startHttp(() => undefined),
  ]);
  [client, worker] = await Promise.all([installation.client(), installation.run('worker')]);
  controls = new Controls(client);
});
afterAll(async () => {
  await installation.remove();
  await origin.close();
});

/** Every hundredth product repeats the picture of the first. */
const csv = () =>
  catalogue(
    Array.from({ length: IMAGES / IMAGES_PER_PRODUCT }, (_, row) => ({
      urls: Array.from(
        { length: IMAGES_PER_PRODUCT },
        (_, n) =>
          `http://${origin.host}/${row % 100 === 99 && n === 0 ? 0 : row * IMAGES_PER_PRODUCT + n}.jpg`,
      ),
    })),
  );

interface Counted {
  imported: number;
  pending: number;
  processing: number;
  cancelled: number;
  retrying: boolean;
}

async function counted(): Promise<Counted> {
  const [request] = await installation.query<Counted>(
    `SELECT imported_images AS imported, images_pending AS pending, images_processing AS processing,
            images_cancelled AS cancelled, retry_cursor IS NOT NULL AS retrying FROM requests WHERE id = $1`,
    [id],
  );
  return request!;
}

const reached = (what: string, isReached: (now: Counted) => boolean) =>
  until(what, async () => isReached(await counted()), PATIENCE);

/** Kills the worker and starts another one. */
async function killWorker(): Promise<void> {
  await worker.kill();
  // Leases run out by themselves; that is shown elsewhere, and need not be waited for here.
  await installation.query(
    `UPDATE requests SET import_lease_until = now() WHERE import_lease_until IS NOT NULL`,
  );
  await installation.query(
    `UPDATE images SET lease_until = now() WHERE status = 'processing' AND leader_id = id`,
  );
  worker = await installation.run('worker');
}

const begun = performance.now();
/** For whoever measures the million. */
function note(what: string): void {
  if (!process.env.IMAGES) return;
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  process.stderr.write(`${seconds} s: ${what}; peak of the worker ${peakMemory(worker.pid)}\n`);
}

const peakMemory = (pid: number) => /VmHWM:\s*(.*)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

it('cancel answers at once, in the middle of the import, and goes on whatever dies', async () => {
  id = await client.upload(csv());
  note('uploaded');
  await reached('a third is imported', ({ imported }) => imported > IMAGES / 3);
  const answer = await controls.cancel(id);
  note(`cancel took ${answer.ms} ms`);
  expect(answer).toMatchObject({ status: 202, body: { status: 'processing', completed_at: null } });
  expect(answer.ms).toBeLessThan(AT_ONCE_MS);

  await reached('a part is cancelled', ({ cancelled }) => cancelled > IMAGES / 5);
  note('killed');
  await killWorker();
  expect((await counted()).cancelled).toBeLessThan(IMAGES);
  const { status, image_counts } = await client.finished(id, PATIENCE.timeoutMs);
  note('cancelled');
  expect(status).toBe('cancelled');
  expect(image_counts).toMatchObject({ total: IMAGES, pending: 0, processing: 0, completed: 0 });
  await expectCountersEqualRows(installation);
});

it('retry answers at once and goes on whatever dies; so does a cancel of the retry', async () => {
  const answer = await controls.retry(id);
  note(`retry took ${answer.ms} ms`);
  expect(answer).toMatchObject({ status: 202, body: { status: 'processing', run: 2, completed_at: null } });
  expect(answer.ms).toBeLessThan(AT_ONCE_MS);
  await reached('a part is set back', ({ pending }) => pending > IMAGES / 5);
  expect(await counted()).toMatchObject({ retrying: true });
  note('killed');
  await killWorker();
  await reached('all is set back', ({ retrying }) => !retrying);
  note('set back');
  expect(await counted()).toMatchObject({ cancelled: 0 });

  const cancel = await controls.cancel(id);
  note(`cancel took ${cancel.ms} ms`);
  expect(cancel.status).toBe(202);
  expect(cancel.ms).toBeLessThan(AT_ONCE_MS);
  await reached('it is being cancelled', ({ cancelled }) => cancelled > 0);
  expect((await counted()).pending).toBeGreaterThan(IMAGES / 4);
  expect(await client.finished(id, PATIENCE.timeoutMs)).toMatchObject({ status: 'cancelled', run: 2 });
  note('cancelled');
  await expectCountersEqualRows(installation);
});

it('delete answers at once and goes on whatever dies', async () => {
  const products = async () =>
    (await installation.query<{ products: number }>(`SELECT count(*)::int AS products FROM products`))[0]!
      .products;
  const all = await products();
  const answer = await controls.delete(id);
  note(`delete took ${answer.ms} ms`);
  expect(answer.status).toBe(204);
  expect(answer.ms).toBeLessThan(AT_ONCE_MS);
  expect((await controls.get(`/api/status/${id}`)).status).toBe(404);
  await until('a part is removed', async () => (await products()) < all * 0.8, PATIENCE);
  expect(await products()).toBeGreaterThan(0);
  note('killed');
  await killWorker();
  const left = () => installation.query(`SELECT FROM requests UNION ALL (SELECT FROM images LIMIT 1)`);
  await until('nothing is left', async () => (await left()).length === 0, PATIENCE);
  note('removed');
  expect(await installation.files('files')).toEqual(['installation']);
});
