import type { EntityManager } from 'typeorm';

/**
 * Nothing more is sent of what has not arrived yet. An attempt under way ends by itself and keeps its lease until then:
 * whoever asks for it anew meanwhile does not have it sent twice.
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
