import type { EntityManager } from 'typeorm';
import { receiverOf } from '../receiver';

/** Sends pending deliveries of a subscription to its new URL. */
export async function changeDeliveryUrls(
  tx: EntityManager,
  subscriptionId: string,
  url: string,
): Promise<void> {
  await tx.query(
    `WITH pending AS (
       SELECT id FROM webhook_deliveries
        WHERE subscription_id = $1 AND status = 'pending' ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE webhook_deliveries d SET url = $2, receiver = $3 FROM pending WHERE d.id = pending.id`,
    [subscriptionId, url, receiverOf(url)],
  );
}
