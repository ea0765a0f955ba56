import type { DataSource, EntityManager } from 'typeorm';
import { NIL } from 'uuid';
import { retryOnConflict } from '../../common/database';
import { receiverOf } from '../receiver';

/** The number of deliveries in one transaction. */
const CHUNK = 1_000;

/**
 * Gives what waits for a subscription the URL that it has by now, step by step. What is not reached, because this breaks
 * off, goes there all the same (`Pickup`), but its log shows the URL before until then, and claims, windows and metrics
 * go by the receiver before, until the URL is asked for again.
 */
export async function moveDeliveries(dataSource: DataSource, subscriptionId: string): Promise<void> {
  for (let last: string | undefined = NIL; last !== undefined;) {
    const afterId: string = last;
    last = await retryOnConflict(() => dataSource.transaction(tx => moveChunk(tx, subscriptionId, afterId)));
  }
}

/** Moves the next `CHUNK` deliveries by id. @returns the last of them */
async function moveChunk(
  tx: EntityManager,
  subscriptionId: string,
  afterId: string,
): Promise<string | undefined> {
  // The lock: a call that changes the URL once more waits, and moves the deliveries after this one does.
  const [subscription] = await tx.query<{ url: string }[]>(
    'SELECT url FROM webhook_subscriptions WHERE id = $1 FOR KEY SHARE',
    [subscriptionId],
  );
  if (!subscription) return undefined;
  const { url } = subscription;
  const receiver = receiverOf(url);
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM webhook_deliveries
      WHERE subscription_id = $1 AND status = 'pending' AND id > $2 AND (url, receiver) <> ($3, $4)
      ORDER BY id LIMIT $5 FOR NO KEY UPDATE`,
    [subscriptionId, afterId, url, receiver, CHUNK],
  );
  await tx.query(`UPDATE webhook_deliveries SET url = $2, receiver = $3 WHERE id = ANY($1)`, [
    rows.map(row => row.id),
    url,
    receiver,
  ]);
  return rows.at(-1)?.id;
}
