import type { EntityManager } from 'typeorm';
import { SubscriptionEntity } from '../subscription.entity';
import type { Attempt } from './attempt';
import { type Health, healthAfter, type Result } from './health-after';
import { isGone, type StandingAttempt } from './standing-attempt';

/** The values of a subscription until the commit. */
export interface LockedSubscription {
  url: string;
  health: Health;
}

/**
 * Locks the subscriptions that attempts may change. A healthy one that succeeds again is not among them: thousands of
 * deliveries leave its row alone.
 * @returns them by id
 */
export async function lockSubscriptions(
  tx: EntityManager,
  attempts: Attempt[],
): Promise<Map<string, LockedSubscription>> {
  const told = attempts.filter(({ delivery }) => delivery.subscriptionId !== null);
  if (told.length === 0) return new Map();
  const idsOf = (some: Attempt[]) => some.map(({ delivery }) => delivery.subscriptionId);
  const rows = await tx.query<(Health & { id: string; url: string })[]>(
    `SELECT id, url, enabled, disabled_reason AS "disabledReason", failing_since AS "failingSince",
            last_failed_at AS "lastFailedAt"
       FROM webhook_subscriptions
      WHERE id = ANY($1) AND (id = ANY($2) OR failing_since IS NOT NULL)
      ORDER BY id FOR NO KEY UPDATE`,
    [idsOf(told), idsOf(told.filter(({ next }) => next.status !== 'delivered'))],
  );
  return new Map(rows.map(({ id, url, ...health }) => [id, { url, health }]));
}

/**
 * Records for each subscription since when it only fails, and disables it when that was too long or when it is
 * gone; then its pending deliveries are cancelled soon after (`CancelSweep`).
 */
export async function recordHealth(
  tx: EntityManager,
  subscriptions: Map<string, LockedSubscription>,
  attempts: StandingAttempt[],
  scale: number,
): Promise<void> {
  for (const [id, { health }] of subscriptions) {
    const after = healthAfter(health, resultsOf(id, attempts), new Date(), scale);
    if (after !== health) await tx.update(SubscriptionEntity, id, after);
  }
}

/** The results of a subscription, without answers of an earlier URL, which say nothing about the present one. */
function resultsOf(subscriptionId: string, attempts: StandingAttempt[]): Result[] {
  return attempts
    .filter(({ delivery, isOfOldUrl }) => delivery.subscriptionId === subscriptionId && !isOfOldUrl)
    .map(({ answer, next }) => ({
      at: answer.attemptedAt,
      delivered: next.status === 'delivered',
      gone: isGone(next),
    }));
}
