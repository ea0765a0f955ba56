/** A subscription that is deleted or disabled while very much waits for it: nothing of that is sent any more. */
import { DataSource } from 'typeorm';
import { StoppedSubscriptions } from '../../src/webhooks/dispatch';
import { until } from '../support/until';
import { waitingDeliveries } from '../support/waiting-deliveries';
import { buildFinishedRequest, SUBSCRIPTIONS, useWebhooksApp } from '../support/webhooks-app';

const webhooks = useWebhooksApp({ ownerPerTest: true });
const { app, api, sql, receiver, owner, finish, subscribe } = webhooks;
const { letWait, letBecomeDue, statuses, allAre, hold, letGo, holdSweep, pickedUpDuring } =
  waitingDeliveries(webhooks);

const enable = (id: string, enabled: boolean) =>
  api().patch(`${SUBSCRIPTIONS}/${id}`).send({ enabled }).expect(200);
const remove = (id: string) => api().delete(`${SUBSCRIPTIONS}/${id}`).expect(204);
const disable = (id: string) => enable(id, false);

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
    const { id } = await subscribe();
    await letWait(id, 3);
    const holder = await hold(id, 1);
    await stop(id);
    await subscribe();
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await letGo(holder);
    await allAre(id, 'cancelled');
  });

  it('cancels a thousand by itself, at once, and the others soon after', async () => {
    const { id } = await subscribe();
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
    const { id } = await subscribe();
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
    await finish([buildFinishedRequest({ owner: owner(), webhookUrl: receiver().url })]);
    await receiver().received(1);
    expect(
      await sql(
        `SELECT FROM webhook_attempts JOIN webhook_deliveries d ON d.id = delivery_id
                       WHERE subscription_id = $1`,
        [id],
      ),
    ).toEqual([]);
    expect(receiver().deliveries).toHaveLength(1);
    goOn();
    await allAre(id, 'cancelled');
  });
});

it('what a process that died left behind of a deleted subscription is cancelled', async () => {
  const { id } = await subscribe();
  await letWait(id, 3);
  await sql('DELETE FROM webhook_subscriptions WHERE id = $1', [id]);
  await allAre(id, 'cancelled');
});

it('what still waits when a subscription is enabled again is sent', async () => {
  const { id } = await subscribe();
  await letWait(id, 2);
  const goOn = holdSweep();
  await cancellingNothing(id, disable);
  await enable(id, true);
  goOn();
  await letBecomeDue(id);
  await allAre(id, 'delivered');
});

it('what is asked for again as soon as a subscription is enabled is not cancelled', async () => {
  const { id } = await subscribe();
  await letWait(id, 1);
  const stopped = app().get(StoppedSubscriptions);
  const goOn = holdSweep();
  await cancellingNothing(id, disable);
  const enabling = app().get(DataSource).createQueryRunner();
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

it.each([
  ['deleted', remove],
  ['disabled', disable],
])('what waits to be picked up is left to the sweep when its subscription is %s by then', async (_, stop) => {
  const { id } = await subscribe();
  expect(await pickedUpDuring(id, async () => stop(id))).toBeNull();
});

describe('a test that did not arrive', () => {
  /** Its next attempt comes in an hour. */
  async function failTest(id: string): Promise<void> {
    receiver().answerNext(500);
    await api().post(`${SUBSCRIPTIONS}/${id}/test`).expect(202);
    await receiver().received(1);
    await until('the attempt is recorded, and the next one put off', async () => {
      const [, count] = await app()
        .get(DataSource)
        .query<[unknown[], number]>(
          `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour'
          WHERE subscription_id = $1 AND attempts = 1`,
          [id],
        );
      return count === 1;
    });
  }

  it('is sent to a disabled subscription until it arrives', async () => {
    const { id } = await subscribe();
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
    await receiver().received(2);
    await until('it is delivered', async () => (await statuses(id)).join() === 'delivered,cancelled');
    const [first, second] = receiver().deliveries;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  });

  it('is cancelled when its subscription is deleted', async () => {
    const { id } = await subscribe();
    await failTest(id);
    await remove(id);
    expect(await statuses(id)).toEqual(['cancelled']);
  });
});
