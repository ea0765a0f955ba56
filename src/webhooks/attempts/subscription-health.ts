import type { EntityManager } from 'typeorm';
import { cancelDeliveries } from '../outbox';
import { SubscriptionEntity } from '../subscription.entity';
import { type Health, healthAfter, type Result } from './health-after';
import { isGone, type StandingAttempt } from './standing-attempt';

type LockedSubscription = Health & { id: string };

/**
 * Records for each subscription since when it only fails, and disables it when that was too long or when it is
 * gone; then its pending deliveries are cancelled.
 */
export async function recordHealth(
  tx: EntityManager,
  attempts: StandingAttempt[],
  scale: number,
): Promise<void> {
  const results = resultsBySubscription(attempts);
  if (results.size === 0) return;
  for (const { id, ...health } of await lockThoseThatMayChange(tx, results)) {
    const after = healthAfter(health, results.get(id) ?? [], new Date(), scale);
    if (after === health) continue;
    await tx.update(SubscriptionEntity, id, after);
    if (health.enabled && !after.enabled) await cancelAll(tx, id);
  }
}

/** Cancels all deliveries, including those being written at this moment, for which the stronger lock waits. */
async function cancelAll(tx: EntityManager, id: string): Promise<void> {
  await tx.query('SELECT FROM webhook_subscriptions WHERE id = $1 FOR UPDATE', [id]);
  await cancelDeliveries(tx, 'subscription_id', id);
}

/** Groups the results, without answers of an earlier URL, which say nothing about the present one. */
function resultsBySubscription(attempts: StandingAttempt[]): Map<string, Result[]> {
  const results = new Map<string, Result[]>();
  for (const { delivery, answer, next, isOfOldUrl } of attempts) {
    if (delivery.subscriptionId === null || isOfOldUrl) continue;
    const result = { at: answer.attemptedAt, delivered: next.status === 'delivered', gone: isGone(next) };
    results.set(delivery.subscriptionId, [...(results.get(delivery.subscriptionId) ?? []), result]);
  }
  return results;
}

/** Locks subscriptions, but no healthy one that succeeds again: thousands of deliveries leave its row alone. */
function lockThoseThatMayChange(
  tx: EntityManager,
  results: Map<string, Result[]>,
): Promise<LockedSubscription[]> {
  const healthy = [...results].filter(([, all]) => all.every(result => result.delivered)).map(([id]) => id);
  return tx.query<LockedSubscription[]>(
    `SELECT id, enabled, disabled_reason AS "disabledReason", failing_since AS "failingSince",
            last_failed_at AS "lastFailedAt"
       FROM webhook_subscriptions
      WHERE id = ANY($1) AND NOT (id = ANY($2) AND failing_since IS NULL)
      ORDER BY id FOR NO KEY UPDATE`,
    [[...results.keys()], healthy],
  );
}
