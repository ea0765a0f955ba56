import type { EntityManager } from 'typeorm';
import { cancelDeliveries } from '../outbox';
import { SubscriptionEntity } from '../subscription.entity';
import { type Health, healthAfter, type Result } from './health-after';
import { isGone, type StandingAttempt } from './standing-attempt';

type LockedSubscription = Health & { id: string };

/**
 * Keeps for each subscription since when it only fails, and disables it when that was too long or when it is
 * gone; then what was still to be delivered is cancelled.
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

/** Also what is being written for it at this moment, which the stronger lock waits for. */
async function cancelAll(tx: EntityManager, id: string): Promise<void> {
  await tx.query('SELECT FROM webhook_subscriptions WHERE id = $1 FOR UPDATE', [id]);
  await cancelDeliveries(tx, 'subscription_id', id);
}

/** What the URL before answered says nothing of the present one. */
function resultsBySubscription(attempts: StandingAttempt[]): Map<string, Result[]> {
  const results = new Map<string, Result[]>();
  for (const { delivery, answer, next, isOfOldUrl } of attempts) {
    if (delivery.subscriptionId === null || isOfOldUrl) continue;
    const result = { at: answer.attemptedAt, delivered: next.status === 'delivered', gone: isGone(next) };
    results.set(delivery.subscriptionId, [...(results.get(delivery.subscriptionId) ?? []), result]);
  }
  return results;
}

/** A healthy one that succeeds again is not locked: thousands of deliveries a minute leave its row alone. */
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
