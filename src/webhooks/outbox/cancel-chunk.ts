import type { EntityManager } from 'typeorm';

/** The number of deliveries in one transaction. */
const CHUNK = 1_000;

/**
 * Cancels a chunk of what waits for a subscription that this transaction has locked, with tests or without them. It
 * waits for no delivery that another transaction holds: the subscription is locked before, against the order of locks.
 * An attempt under way ends by itself and keeps its lease until then, so that a resend in the meantime does not send it
 * twice.
 * @returns whether there may be more
 */
export async function cancelChunk(
  tx: EntityManager,
  subscriptionId: string,
  { tests }: { tests: boolean },
): Promise<boolean> {
  const [, cancelled] = await tx.query<[unknown[], number]>(
    `WITH waiting AS (
       SELECT id FROM webhook_deliveries
        WHERE subscription_id = $1 AND status = 'pending' AND ($2 OR type <> 'webhook.test')
        ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
     )
     UPDATE webhook_deliveries d
        SET status = 'cancelled', next_attempt_at = NULL
       FROM waiting WHERE d.id = waiting.id`,
    [subscriptionId, tests, CHUNK],
  );
  return cancelled === CHUNK;
}
