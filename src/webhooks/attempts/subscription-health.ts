import type { EntityManager } from 'typeorm';
import { cancelDeliveries } from '../outbox';
import { SubscriptionEntity } from '../subscription.entity';
import type { Attempt } from './attempt';
import { type Health, healthAfter, type Result } from './health-after';

type LockedSubscription = Health & { id: string };

/**
 * Keeps for each subscription since when it only fails, and disables it when that was too long or when it is
 * gone; then what was still to be delivered is cancelled.
 */
export async function recordHealth(tx: EntityManager, attempts: Attempt[], scale: number): Promise<void> {
  const results = resultsBySubscription(attempts);
  if (results.size === 0) return;
  for (const { id, ...health } of await lockThoseThatMayChange(tx, results)) {
    const after = healthAfter(health, results.get(id) ?? [], new Date(), scale);
    if (after === health) continue;
    await tx.update(SubscriptionEntity, id, after);
    if (health.enabled && !after.enabled) await cancelDeliveries(tx, 'subscription_id', id);
  }
}

function resultsBySubscription(attempts: Attempt[]): Map<string, Result[]> {
  const results = new Map<string, Result[]>();
  for (const { delivery, answer, next } of attempts) {
    if (delivery.subscriptionId === null) continue;
    const result = { at: answer.attemptedAt, delivered: next.status === 'delivered', gone: isGone(next) };
    results.set(delivery.subscriptionId, [...(results.get(delivery.subscriptionId) ?? []), result]);
  }
  return results;
}

const isGone = (next: Attempt['next']) => next.status === 'exhausted' && next.gone;

/** A healthy one that succeeds again is not locked: thousands of deliveries a minute leave its row alone. */
function lockThoseThatMayChange(
  tx: EntityManager,
  results: Map<string, Result[]>,
): Promise<LockedSubscription[]> {
  const healthy = [...results].filter(([, all]) => all.every(result => result.delivered)).map(([id]) => id);
  return tx.query<LockedSubscription[]>(
    `SELECT id, enabled, disabled_reason AS "disabledReason", failing_since AS "failingSince"
       FROM webhook_subscriptions
      WHERE id = ANY($1) AND NOT (id = ANY($2) AND failing_since IS NULL)
      ORDER BY id FOR NO KEY UPDATE`,
    [[...results.keys()], healthy],
  );
}
