import { DataSource, type QueryRunner } from 'typeorm';
import { Pickup } from '../../src/webhooks/attempts';
import { StoppedSubscriptions } from '../../src/webhooks/dispatch';
import { until } from './until';
import type { useWebhooksApp } from './webhooks-app';

/** What tests of a subscription for which deliveries wait have in common. */
export function waitingDeliveries({ app, sql, owner, receiver }: ReturnType<typeof useWebhooksApp>) {
  afterEach(() => jest.restoreAllMocks());

  /** Gives a subscription so many deliveries that wait for their next attempt; it comes in an hour. */
  const letWait = (id: string, count: number) =>
    sql(
      `INSERT INTO webhook_deliveries
         (id, owner, request_id, run, target, subscription_id, url, receiver, type, payload, next_attempt_at)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), 1, $2::text, $2::uuid, $3, $4, 'request.completed', '{}',
              now() + interval '1 hour'
         FROM generate_series(1, $5::int)`,
      [owner(), id, receiver().url, receiver().host, count],
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
    const holder = app().get(DataSource).createQueryRunner();
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
    const spy = jest.spyOn(app().get(StoppedSubscriptions), 'withDeliveries').mockResolvedValue([]);
    return () => spy.mockRestore();
  }

  /** Picks up what waits for a subscription; another transaction holds it while the subscription changes. */
  async function pickedUpDuring(id: string, change: () => Promise<unknown>) {
    await letWait(id, 1);
    holdSweep();
    const [row] = await sql<{ deliveryId: string; claim: number }>(
      `SELECT id AS "deliveryId", claim FROM webhook_deliveries WHERE subscription_id = $1`,
      [id],
    );
    const holder = await hold(id);
    const taken = app().get(Pickup).take(row!);
    await until('it waits', async () => {
      const waiting = await sql(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return waiting.length > 0;
    });
    await change();
    await letGo(holder);
    return taken;
  }

  return { letWait, letBecomeDue, statuses, allAre, hold, letGo, holdSweep, pickedUpDuring };
}
