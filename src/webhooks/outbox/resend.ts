import type { EntityManager } from 'typeorm';
import { receiverOf } from '../receiver';
import { firstIdAt } from './first-id-at';

/** The number of deliveries in one statement. */
const CHUNK = 1_000;

/** The most that two clocks may differ: a UUIDv7 carries the sender's, and `created_at` the database's. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Makes deliveries due again at once, on a schedule that begins anew; `url` is the present one of their subscription.
 * One that is being sent at this moment is changed too, but keeps its lease, so that it is not sent twice at a time.
 * Should that attempt fail, `standingAttempt` decides whether it is repeated at once.
 */
export async function resend(tx: EntityManager, deliveryIds: string[], url: string | null): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries
        SET status = 'pending', schedule_step = 0, next_attempt_at = now(),
            url = coalesce($2, url), receiver = coalesce($3, receiver)
      WHERE id = ANY($1)`,
    [deliveryIds, url, url && receiverOf(url)],
  );
}

/**
 * The next `CHUNK` deliveries of a subscription, by id, that did not arrive; locked. `webhook.test` messages are not
 * resent, and neither is what was cancelled and is about a request that is deleted.
 */
export async function undeliveredChunk(
  tx: EntityManager,
  subscriptionId: string,
  since: Date,
  afterId: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM webhook_deliveries d
      WHERE subscription_id = $1 AND id > $2 AND created_at >= $3 AND status <> 'delivered' AND type <> 'webhook.test'
        AND (status <> 'cancelled'
             OR EXISTS (SELECT FROM requests r WHERE r.id = d.request_id AND r.deleted_at IS NULL))
      ORDER BY id LIMIT $4 FOR NO KEY UPDATE`,
    [subscriptionId, afterId, since, CHUNK],
  );
  return rows.map(row => row.id);
}

/** An id below those of all deliveries since then. */
export function idBefore(since: Date): string {
  return firstIdAt(since.getTime() - CLOCK_SKEW_MS);
}
