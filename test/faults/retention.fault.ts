/**
 * Switched off to see it fail: that requests are kept unless RETENTION_DAYS is set, that only finished ones are
 * deleted, and that it may be a fraction; of deliveries, each of the three conditions of `OldDeliveries`.
 */
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Controls } from '../support/controls';
import { type GatedShop, startGatedShop } from '../support/gated-shop';
import { Installation } from '../support/installation';
import { expectInvariants } from '../support/invariants';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const PICTURES = 8;
/** As short as it may be: a request is old as soon as it has finished. */
const AT_ONCE = '0.00001';

let installation: Installation;
let client: Client;
let controls: Controls;
let shop: GatedShop;

beforeAll(async () => {
  [installation, shop] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '4' }),
    startGatedShop(PICTURES),
  ]);
  client = await installation.client();
  controls = new Controls(client);
});
afterAll(async () => {
  await installation.remove();
  await shop.close();
});

const upload = (count: number) =>
  client.upload(
    catalogue(Array.from({ length: count }, (_, n) => ({ urls: [shop.picture(n), shop.picture(0)] }))),
  );

const age = (id: string, days: number) =>
  installation.query(
    `UPDATE requests SET completed_at = completed_at - make_interval(days => $2), created_at = created_at - make_interval(days => $2)
      WHERE id = $1`,
    [id, days],
  );

const isThere = async (id: string) => (await controls.get(`/api/status/${id}`)).status === 200;

const isRemoved = (id: string) =>
  until(
    `${id} is removed`,
    async () => (await installation.query(`SELECT FROM requests WHERE id = $1`, [id])).length === 0,
    { timeoutMs: 60_000 },
  );

it('without RETENTION_DAYS the oldest request stays; with it those go that finished before, with their files', async () => {
  const forEver = await installation.run('worker');
  const [old, young, failed] = [await upload(PICTURES), await upload(PICTURES), await upload(2)];
  for (const id of [old, young, failed]) await client.finished(id);
  await age(old, 40);
  await age(young, 20);
  // Deleting runs, and takes nothing but what it was told to.
  expect((await controls.delete(failed)).status).toBe(204);
  await isRemoved(failed);
  expect(await isThere(old)).toBe(true);
  expect(await client.status(old)).toMatchObject({ expires_at: null });
  await expectInvariants(installation, client, [old, young]);
  await forEver.stop();

  const forThirtyDays = await installation.run('worker', { RETENTION_DAYS: '30' });
  await isRemoved(old);
  expect(await isThere(old)).toBe(false);
  // What it was about is gone with it, and nothing else is.
  await expectInvariants(installation, client, [young]);
  expect(await installation.files('files/sources')).toEqual([young]);
  await forThirtyDays.stop();
});

it('a request that has not finished does not go, however old it is', async () => {
  shop.hold();
  const id = await upload(2);
  await installation.query(`UPDATE requests SET created_at = now() - interval '10 years' WHERE id = $1`, [
    id,
  ]);
  const worker = await installation.run('worker', { RETENTION_DAYS: AT_ONCE });
  await until('its pictures are under way', () => shop.waiting() === 2, { timeoutMs: 30_000 });
  const other = await finishedElsewhere();
  // The sweep has been here.
  await isRemoved(other);
  expect(await isThere(id)).toBe(true);
  shop.release();
  await worker.stop();
});

describe('deliveries', () => {
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
  });
  afterEach(() => receiver.close());

  /** Requests that were told of, and the deliveries that are there; one that waits says so. */
  const told = async () => {
    const rows = await installation.query<{ about: string; status: string }>(
      'SELECT request_id AS about, status FROM webhook_deliveries ORDER BY id',
    );
    return rows.map(({ about, status }) => (status === 'pending' ? 'waits' : about));
  };

  async function finishedAndTold(): Promise<string> {
    const before = (await told()).length;
    const id = await client.upload(catalogue([{ urls: [shop.picture(0)] }]), { webhook_url: receiver.url });
    await client.finished(id);
    await until('the webhook has arrived', async () => (await told())[before] === id);
    return id;
  }

  it('go after their requests when they are old themselves, and have ended', async () => {
    const worker = await installation.run('worker');
    const [gone, next, first, second, waiting] = [
      await finishedAndTold(),
      await finishedAndTold(),
      await finishedAndTold(),
      await finishedAndTold(),
      await finishedAndTold(),
    ];
    await worker.stop();
    await installation.query(
      `UPDATE webhook_deliveries SET request_id = NULL, status = 'pending', next_attempt_at = now() + interval '1 day'
        WHERE request_id = $1`,
      [waiting],
    );

    await age(gone, 40);
    const forThirtyDays = await installation.run('worker', { RETENTION_DAYS: '30' });
    await isRemoved(gone);
    // By a later sweep, which finds the young delivery of a request that is gone.
    await age(next, 40);
    await isRemoved(next);
    await forThirtyDays.stop();
    expect(await told()).toEqual([gone, next, first, second, 'waits']);

    // Its request runs again, and so does not go.
    shop.hold();
    await installation.query(`UPDATE requests SET completed_at = NULL, status = 'processing' WHERE id = $1`, [
      second,
    ]);
    const atOnce = await installation.run('worker', { RETENTION_DAYS: AT_ONCE });
    await isRemoved(first);
    await until('their deliveries are gone', async () => !(await told()).includes(first), {
      timeoutMs: 30_000,
    });
    expect(await told()).toEqual([second, 'waits']);
    shop.release();
    await atOnce.stop();
  });
});

/** A request that is finished for the sweep, though no worker had it. */
async function finishedElsewhere(): Promise<string> {
  const id = await upload(1);
  await controls.cancel(id);
  await client.finished(id);
  return id;
}
