/**
 * What others change while a delivery is being sent. Switched off to see it fail: the look at both URLs and at the
 * schedule (`standingAttempt`), the lease that a cancelled delivery keeps, the claim that moves on with a result, and
 * that deleted requests are not waited for.
 */
import type { ServerResponse } from 'node:http';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { DeliveryOutbox } from '../../src/webhooks';
import { AttemptWriter } from '../../src/webhooks/attempts';
import { AttemptEntity } from '../../src/webhooks/attempt.entity';
import { DeliveryEntity } from '../../src/webhooks/delivery.entity';
import { startHttp } from '../support/http-server';
import { type FreshServers, freshServers } from '../support/servers';
import { until } from '../support/until';
import { buildFinishedRequest, finish, startWebhooksApp, type WebhooksApp } from '../support/webhooks-app';

let servers: FreshServers;
let app: WebhooksApp;
/** Answers when it is told to. */
let slow: { url: string; open: ServerResponse[]; close(): Promise<void> };

beforeEach(async () => {
  [servers, slow] = await Promise.all([freshServers(), startSlowReceiver()]);
  app = await startWebhooksApp(servers);
});
afterEach(async () => {
  await slow.close();
  await app.close();
  await servers.stop();
});

async function startSlowReceiver() {
  const open: ServerResponse[] = [];
  const server = await startHttp((_, response) => void open.push(response));
  return { url: `http://${server.host}/`, open, close: () => server.close() };
}

const api = () => request(app.getHttpServer());
const sql = <T>(text: string, values: unknown[] = []) => app.get(DataSource).query<T>(text, values);
const delivery = async () => (await app.get(DataSource).manager.find(DeliveryEntity))[0]!;
const isWith = (status: string) =>
  until(`it is ${status}`, async () => (await delivery()).status === status && delivery());
const attemptsMade = () => app.get(DataSource).manager.find(AttemptEntity);
const subscription = async (id: string) =>
  (await api().get(`/api/webhooks/subscriptions/${id}`).expect(200)).body as { enabled: boolean };
const isSent = (times = 1) => until(`sent ${times} times`, () => slow.open.length >= times);

/** A message to a subscription, on its way to the slow receiver. */
async function onItsWay(): Promise<string> {
  const body = { url: slow.url, types: ['request.completed'] };
  const created = await api().post('/api/webhooks/subscriptions').send(body).expect(201);
  await finish(app, [buildFinishedRequest()]);
  await isSent();
  return (created.body as { subscription_id: string }).subscription_id;
}

const change = (id: string, body: object) =>
  api().patch(`/api/webhooks/subscriptions/${id}`).send(body).expect(200);
const redeliver = async () =>
  api()
    .post(`/api/webhooks/deliveries/${(await delivery()).id}/redeliver`)
    .expect(202);

/** As while a change of the URL has not come to this delivery yet. */
const changeUrlOnly = (id: string, { url }: { url: string }) =>
  sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, url]);

it.each([
  ['after a change', 410, change],
  ['after a change', 500, change],
  ['during a change', 410, changeUrlOnly],
  ['during a change', 500, changeUrlOnly],
])(
  '%s of URL the answer of the old one, %s, does not count, and the new one is called at once',
  async (_, status, changeUrl) => {
    const id = await onItsWay();
    await changeUrl(id, { url: `${slow.url}new` });
    slow.open[0]!.writeHead(status).end();
    await isSent(2);
    expect(await subscription(id)).toMatchObject({ enabled: true, disabled_reason: null });
    expect(await sql('SELECT FROM webhook_subscriptions WHERE failing_since IS NOT NULL')).toEqual([]);
    expect(await delivery()).toMatchObject({ attempts: 1, scheduleStep: 0 });
    expect(slow.open[1]!.req.url).toBe('/new');
    slow.open[1]!.writeHead(204).end();
    await isWith('delivered');
  },
);

it('the answer of the old URL does not count either when the URL changes while it is recorded', async () => {
  const id = await onItsWay();
  const changing = app.get(DataSource).createQueryRunner();
  await changing.startTransaction();
  await changing.query('SELECT FROM webhook_subscriptions WHERE id = $1 FOR UPDATE', [id]);
  slow.open[0]!.writeHead(410).end();
  await until('the result waits for it', async () => {
    const waiting = await sql<unknown[]>(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
    return waiting.length > 0;
  });
  await changing.query('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, `${slow.url}new`]);
  await changing.commitTransaction();
  await changing.release();
  await isSent(2);
  expect(slow.open[1]!.req.url).toBe('/new');
  expect(await subscription(id)).toMatchObject({ enabled: true, disabled_reason: null });
});

it('a redelivery that is asked for during the last attempt happens when that fails', async () => {
  await onItsWay();
  slow.open[0]!.writeHead(500).end();
  await until('its first attempt is recorded', async () => (await attemptsMade()).length === 1);
  await sql(`UPDATE webhook_deliveries SET schedule_step = 9, next_attempt_at = now()`);
  await isSent(2);
  await redeliver();
  slow.open[1]!.writeHead(500).end();
  await isSent(3);
  slow.open[2]!.writeHead(204).end();
  await isWith('delivered');
});

it('a delivery that is cancelled and asked for again while it is sent is not sent twice', async () => {
  const id = await onItsWay();
  await change(id, { enabled: false });
  await isWith('cancelled');
  await change(id, { enabled: true });
  await redeliver();
  // What is due is looked for, and another message of the same receiver goes out.
  await finish(app, [buildFinishedRequest()]);
  await isSent(2);
  for (const response of slow.open) response.writeHead(204).end();
  await until('both are delivered', async () =>
    (await sql<{ status: string }[]>(`SELECT status FROM webhook_deliveries`)).every(
      ({ status }) => status === 'delivered',
    ),
  );
  expect(await attemptsMade()).toHaveLength(2);
  expect(slow.open).toHaveLength(2);
});

it('the result of an attempt that is written twice counts once', async () => {
  const writer = app.get(AttemptWriter);
  const write = writer.write.bind(writer);
  // As when the connection breaks between a commit and its acknowledgement.
  const spy = jest.spyOn(writer, 'write').mockImplementationOnce(async attempts => {
    await write(attempts);
    throw new Error('Connection terminated unexpectedly');
  });
  await onItsWay();
  slow.open[0]!.writeHead(500).end();
  await until('it was written again', () => spy.mock.calls.length === 2);
  await spy.mock.results[1]!.value;
  expect(await attemptsMade()).toHaveLength(1);
  expect(await delivery()).toMatchObject({ attempts: 1, scheduleStep: 1 });
});

it('the result of an attempt is recorded while its request is being removed', async () => {
  const removed = buildFinishedRequest({ webhookUrl: slow.url });
  await finish(app, [removed]);
  await isSent();
  await sql('UPDATE requests SET deleted_at = now() WHERE id = $1', [removed.id]);
  const removal = app.get(DataSource).createQueryRunner();
  await removal.startTransaction();
  await removal.query('SELECT FROM requests WHERE id = $1 FOR UPDATE', [removed.id]);
  slow.open[0]!.writeHead(204).end();
  await isWith('delivered');
  await removal.rollbackTransaction();
  await removal.release();
});

it('a delivery that is written for a subscription while it is disabled is cancelled, and nobody waits for it', async () => {
  const id = await onItsWay();
  const finishing = app.get(DataSource).createQueryRunner();
  await finishing.startTransaction();
  const late = buildFinishedRequest();
  await finishing.manager.save(late);
  await app.get(DeliveryOutbox).record(finishing.manager, [late]);
  slow.open[0]!.writeHead(410).end();
  await until('it is disabled', async () => !(await subscription(id)).enabled);
  await finishing.commitTransaction();
  await finishing.release();
  await until('one is exhausted, the other cancelled', async () => {
    const found = await sql<{ status: string }[]>('SELECT status FROM webhook_deliveries ORDER BY id');
    return found.map(({ status }) => status).join() === 'exhausted,cancelled';
  });
  expect(slow.open).toHaveLength(1);
});
