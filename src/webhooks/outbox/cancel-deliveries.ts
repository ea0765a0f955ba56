import type { EntityManager } from 'typeorm';

/**
 * Cancels deliveries that have not arrived yet. An attempt under way ends by itself and keeps its lease until then, so
 * that a resend in the meantime does not send it twice.
 */
export async function cancelDeliveries(
  tx: EntityManager,
  column: 'request_id' | 'subscription_id',
  id: string,
): Promise<void> {
  await tx.query(
    `WITH pending AS (
       SELECT id FROM webhook_deliveries WHERE ${column} = $1 AND status = 'pending' ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE webhook_deliveries d
        SET status = 'cancelled', next_attempt_at = NULL
       FROM pending WHERE d.id = pending.id`,
    [id],
  );
}
