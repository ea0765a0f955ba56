import type { EntityManager } from 'typeorm';
import { ApiError } from '../../common/errors';
import { SubscriptionEntity } from '../subscription.entity';

/**
 * The most subscriptions of an owner, including disabled ones. The commit that finishes a request writes a delivery
 * for each of them, and other requests wait for that commit.
 */
export const MOST_SUBSCRIPTIONS = 100;

/** The error for an owner who has that many. */
export const NO_ROOM = `You have ${MOST_SUBSCRIPTIONS} subscriptions or more, disabled ones included. Delete one first.`;

/**
 * Makes sure that the owner may have one more. Another call that adds one for them waits until this transaction ends.
 * @throws ApiError too_many_subscriptions
 */
export async function assertRoomForOneMore(tx: EntityManager, owner: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhook_subscriptions of ' || $1, 0))`, [
    owner,
  ]);
  if ((await tx.countBy(SubscriptionEntity, { owner })) >= MOST_SUBSCRIPTIONS) {
    throw new ApiError('too_many_subscriptions', NO_ROOM);
  }
}
