import type { EntityManager } from 'typeorm';
import { SubscriptionEntity } from '../subscription.entity';
import { type Health, healthAfter, type Result } from './health-after';
import { isGone, type StandingAttempt } from './standing-attempt';

type LockedSubscription = Health & { id: string };

/**
 * Records for each subscription since when it only fails, and disables it when that was too long or when it is
 * gone; then its pending deliveries are cancelled soon after (`CancelSweep`).
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
    if (after !== health) await tx.update(SubscriptionEntity, id, after);
  }
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
