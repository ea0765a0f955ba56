/**
 * A subscription that changes while very much waits for it. Switched off to see it fail: the look at the
 * subscription in `Pickup`, that it locks before it looks, the URL that it takes from there, the lock of
 * `StoppedSubscriptions`, the chunk that the calls cancel themselves, that they wait for nothing that another transaction
 * holds, that all of these spare tests, that the same URL moves too; and with all of what waits cancelled or moved by the
 * transaction that changes the subscription, as it once was.
 */
import request from 'supertest';
import { DataSource, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Pickup } from '../../src/webhooks/attempts';
import { StoppedSubscriptions } from '../../src/webhooks/dispatch';
import { type FreshServers, freshServers } from '../support/servers';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';
import { buildFinishedRequest, finish, startWebhooksApp, type WebhooksApp } from '../support/webhooks-app';

let servers: FreshServers;
let app: WebhooksApp;
let receiver: WebhookReceiver;
let owner: string;

beforeAll(async () => {
  servers = await freshServers();
  app = await startWebhooksApp(servers, {}, { owner: () => owner });
}, 30_000);
afterAll(async () => {
  await app.close();
  await servers.stop();
}, 30_000);
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  owner = uuidv7();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await receiver.close();
});

const PATH = '/api/webhooks/subscriptions';

const api = () => request(app.getHttpServer());
const sql = <T>(text: string, values: unknown[] = []) => app.get(DataSource).query<T[]>(text, values);
const subscribe = async () => {
  const created = await api()
    .post(PATH)
    .send({ url: receiver.url, types: ['request.completed'] })
    .expect(201);
  return (created.body as { subscription_id: string }).subscription_id;
};
const enable = (id: string, enabled: boolean) => api().patch(`${PATH}/${id}`).send({ enabled }).expect(200);
const remove = (id: string) => api().delete(`${PATH}/${id}`).expect(204);
const disable = (id: string) => enable(id, false);

/** Gives a subscription so many deliveries that wait for their next attempt; it comes in an hour. */
const letWait = (id: string, count: number) =>
  sql(
    `INSERT INTO webhook_deliveries
       (id, owner, request_id, run, target, subscription_id, url, receiver, type, payload, next_attempt_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 1, $2::text, $2::uuid, $3, $4, 'request.completed', '{}',
            now() + interval '1 hour'
       FROM generate_series(1, $5::int)`,
    [owner, id, receiver.url, receiver.host, count],
  );
const letBecomeDue = (id: string) =>
  sql(
    `UPDATE webhook_deliveries SET next_attempt_at = now() WHERE subscription_id = $1 AND status = 'pending'`,
    [id],
  );
const statuses = async (id: string) =>
  (
    await sql<{ status: string }>(
      `SELECT DISTINCT status FROM webhook_deliveries WHERE subscription_id = $1 ORDER BY status`,
      [id],
    )
  ).map(({ status }) => status);
const allAre = (id: string, status: string) =>
  until(`all are ${status}`, async () => {
    const found = await statuses(id);
    return found.length === 1 && found[0] === status;
  });

/** Holds what waits, or so many of it, as a transaction of many rows would for a while. */
async function hold(id: string, count?: number): Promise<QueryRunner> {
  const holder = app.get(DataSource).createQueryRunner();
  await holder.startTransaction();
  await holder.query(`SELECT FROM webhook_deliveries WHERE subscription_id = $1 LIMIT $2 FOR UPDATE`, [
    id,
    count,
  ]);
  return holder;
}

async function letGo(holder: QueryRunner): Promise<void> {
  await holder.rollbackTransaction();
  await holder.release();
}

/** Has the sweep cancel nothing, as if that took long. @returns what ends it */
function holdSweep(): () => void {
  const spy = jest.spyOn(app.get(StoppedSubscriptions), 'withDeliveries').mockResolvedValue([]);
  return () => spy.mockRestore();
}

/** Deletes or disables a subscription by a call that can cancel nothing of what waits. */
async function cancellingNothing(id: string, stop: (id: string) => PromiseLike<unknown>): Promise<void> {
  const holder = await hold(id);
  await stop(id);
  await letGo(holder);
}

describe.each<[string, (id: string) => PromiseLike<unknown>]>([
  ['deleting', remove],
  ['disabling', disable],
])('%s a subscription', (_, stop) => {
  it('is over at once and holds up nobody, although not all that waits can be cancelled yet', async () => {
    const id = await subscribe();
    await letWait(id, 3);
    const holder = await hold(id, 1);
    await stop(id);
    await subscribe();
    await finish(app, [buildFinishedRequest({ owner })]);
    await receiver.received(1);
    await letGo(holder);
    await allAre(id, 'cancelled');
  });

  it('cancels a thousand by itself, at once, and the others soon after', async () => {
    const id = await subscribe();
    await letWait(id, 2_500);
    const goOn = holdSweep();
    await stop(id);
    expect(
      await sql(
        `SELECT status, count(*) FROM webhook_deliveries WHERE subscription_id = $1 GROUP BY 1 ORDER BY 1`,
        [id],
      ),
    ).toEqual([
      { status: 'pending', count: 1_500 },
      { status: 'cancelled', count: 1_000 },
    ]);
    goOn();
    await allAre(id, 'cancelled');
    expect(await sql(`SELECT FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL`)).toEqual([]);
  });

  it('has nothing sent after it, whether it is cancelled yet or not', async () => {
    const id = await subscribe();
    await letWait(id, 3);
    const goOn = holdSweep();
    await cancellingNothing(id, stop);
    await letBecomeDue(id);
    await until('they were handed out', async () => {
      const handedOut = await sql(
        `SELECT FROM webhook_deliveries WHERE subscription_id = $1 AND claim > 0 AND lease_until IS NOT NULL`,
        [id],
      );
      return handedOut.length === 3;
    });
    // What was handed out after them and is at the receiver passed the same queue.
    await finish(app, [buildFinishedRequest({ owner, webhookUrl: receiver.url })]);
    await receiver.received(1);
    expect(
      await sql(
        `SELECT FROM webhook_attempts JOIN webhook_deliveries d ON d.id = delivery_id
                       WHERE subscription_id = $1`,
        [id],
      ),
    ).toEqual([]);
    expect(receiver.deliveries).toHaveLength(1);
    goOn();
    await allAre(id, 'cancelled');
  });
});

it('what a process that died left behind of a deleted subscription is cancelled', async () => {
  const id = await subscribe();
  await letWait(id, 3);
  await sql('DELETE FROM webhook_subscriptions WHERE id = $1', [id]);
  await allAre(id, 'cancelled');
});

it('what still waits when a subscription is enabled again is sent', async () => {
  const id = await subscribe();
  await letWait(id, 2);
  const goOn = holdSweep();
  await cancellingNothing(id, disable);
  await enable(id, true);
  goOn();
  await letBecomeDue(id);
  await allAre(id, 'delivered');
});

it('what is asked for again as soon as a subscription is enabled is not cancelled', async () => {
  const id = await subscribe();
  await letWait(id, 1);
  const stopped = app.get(StoppedSubscriptions);
  const goOn = holdSweep();
  await cancellingNothing(id, disable);
  const enabling = app.get(DataSource).createQueryRunner();
  await enabling.startTransaction();
  await enabling.query('SELECT FROM webhook_subscriptions WHERE id = $1 FOR UPDATE', [id]);
  await enabling.query('UPDATE webhook_subscriptions SET enabled = true WHERE id = $1', [id]);
  const chunk = stopped.cancelChunk(id);
  await until('the chunk waits, or is through', async () => {
    const waiting = await sql(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
    return waiting.length > 0 || !(await statuses(id)).includes('pending');
  });
  await enabling.commitTransaction();
  await enabling.release();
  await chunk;
  goOn();
  expect(await statuses(id)).toEqual(['pending']);
});

describe('what has to wait while it is picked up', () => {
  /** Picks up what waits for a subscription; another transaction holds it while the subscription changes. */
  async function pickedUpDuring(id: string, change: () => Promise<unknown>) {
    await letWait(id, 1);
    holdSweep();
    const [row] = await sql<{ deliveryId: string; claim: number }>(
      `SELECT id AS "deliveryId", claim FROM webhook_deliveries WHERE subscription_id = $1`,
      [id],
    );
    const holder = await hold(id);
    const taken = app.get(Pickup).take(row!);
    await until('it waits', async () => {
      const waiting = await sql(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return waiting.length > 0;
    });
    await change();
    await letGo(holder);
    return taken;
  }

  it('goes to the URL that its subscription has after that', async () => {
    const id = await subscribe();
    const url = 'http://127.0.0.1:9/new';
    const taken = await pickedUpDuring(id, () =>
      sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, url]),
    );
    expect(taken).toMatchObject({ url });
  });

  it.each([
    ['deleted', remove],
    ['disabled', disable],
  ])('is left to the sweep when its subscription is %s by then', async (_, stop) => {
    const id = await subscribe();
    expect(await pickedUpDuring(id, async () => stop(id))).toBeNull();
  });
});

describe('a test that did not arrive', () => {
  /** Its next attempt comes in an hour. */
  async function failTest(id: string): Promise<void> {
    receiver.answerNext(500);
    await api().post(`${PATH}/${id}/test`).expect(202);
    await receiver.received(1);
    await until('the attempt is recorded, and the next one put off', async () => {
      const [, count] = await app.get(DataSource).query<[unknown[], number]>(
        `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour'
          WHERE subscription_id = $1 AND attempts = 1`,
        [id],
      );
      return count === 1;
    });
  }

  it('is sent to a disabled subscription until it arrives', async () => {
    const id = await subscribe();
    await failTest(id);
    // The call cancels a thousand, and the sweep the last one: both spare tests.
    await letWait(id, 1_001);
    await disable(id);
    await until('all others are cancelled', async () => {
      const others = `subscription_id = $1 AND status = 'pending' AND type <> 'webhook.test'`;
      return (await sql(`SELECT FROM webhook_deliveries WHERE ${others}`, [id])).length === 0;
    });
    expect(await statuses(id)).toEqual(['pending', 'cancelled']);
    await letBecomeDue(id);
    await receiver.received(2);
    await until('it is delivered', async () => (await statuses(id)).join() === 'delivered,cancelled');
    const [first, second] = receiver.deliveries;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  });

  it('is cancelled when its subscription is deleted', async () => {
    const id = await subscribe();
    await failTest(id);
    await remove(id);
    expect(await statuses(id)).toEqual(['cancelled']);
  });
});

describe('a new URL', () => {
  let moved: WebhookReceiver;
  beforeEach(async () => (moved = await startWebhookReceiver()));
  afterEach(() => moved.close());

  const urls = (id: string) =>
    sql<object>(
      'SELECT url, receiver, count(*) FROM webhook_deliveries WHERE subscription_id = $1 GROUP BY 1, 2',
      [id],
    );

  it('is that of all that waits, and holds up nobody until it is', async () => {
    const id = await subscribe();
    await letWait(id, 2_500);
    const holder = await hold(id, 1);
    const change = api()
      .patch(`${PATH}/${id}`)
      .send({ url: moved.url })
      .then(answer => answer.status);
    await until('it is changed', async () => {
      const answer = await api().get(`${PATH}/${id}`);
      return (answer.body as { url: string }).url === moved.url;
    });
    await finish(app, [buildFinishedRequest({ owner })]);
    await moved.received(1);
    await letGo(holder);
    expect(await change).toBe(200);
    expect(await urls(id)).toEqual([{ url: moved.url, receiver: moved.host, count: 2_501 }]);
    expect(receiver.deliveries).toHaveLength(0);
  });

  it('is called also for what the process did not come to before it died', async () => {
    const id = await subscribe();
    await letWait(id, 2);
    await sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, moved.url]);
    await letBecomeDue(id);
    await allAre(id, 'delivered');
    expect(moved.deliveries).toHaveLength(2);
  });

  it('that is asked for again is given to what an earlier change did not come to', async () => {
    const id = await subscribe();
    await letWait(id, 3);
    await sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, moved.url]);
    // One was sent since then, which does not change the receiver.
    await sql(
      `UPDATE webhook_deliveries SET url = $2
        WHERE id = (SELECT id FROM webhook_deliveries WHERE subscription_id = $1 LIMIT 1)`,
      [id, moved.url],
    );
    await api().patch(`${PATH}/${id}`).send({ url: moved.url }).expect(200);
    expect(await urls(id)).toEqual([{ url: moved.url, receiver: moved.host, count: 3 }]);
  });
});
