import { ApiError } from '../../common/errors';
import type { SubscriptionEntity } from '../subscription.entity';

/** The most secrets that sign beside the present one: each makes every delivery a little longer. */
export const MOST_OLD_SECRETS = 10;

/** The error for a subscription that has that many. */
export const ROTATED_TOO_OFTEN = `The secret was changed ${MOST_OLD_SECRETS} times within a day, and all of them still sign. Try again later.`;

type Secrets = Pick<
  SubscriptionEntity,
  'sealedSecret' | 'sealedPreviousSecret' | 'previousSecretUntil' | 'olderSecrets'
>;

/**
 * The secrets of a subscription after a rotation. Those that sign at the time of it go on until their own time is over:
 * a client that lost the answer to a rotation, and makes another, has a receiver that knows only the oldest.
 *
 * @param until the time when the present secret ends
 * @throws ApiError too_many_rotations
 */
export function rotatedSecret(subscription: Secrets, sealed: string, now: Date, until: Date): Secrets {
  const { sealedSecret, sealedPreviousSecret, previousSecretUntil, olderSecrets } = subscription;
  const previous =
    sealedPreviousSecret && previousSecretUntil
      ? [{ sealed: sealedPreviousSecret, until: previousSecretUntil.toISOString() }]
      : [];
  const older = [...previous, ...olderSecrets].filter(secret => new Date(secret.until) > now);
  if (older.length >= MOST_OLD_SECRETS) throw new ApiError('too_many_rotations', ROTATED_TOO_OFTEN);
  return {
    sealedSecret: sealed,
    sealedPreviousSecret: sealedSecret,
    previousSecretUntil: until,
    olderSecrets: older,
  };
}
