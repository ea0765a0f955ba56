import type { SubscriptionEntity } from '../subscription.entity';
import type { ChangeSubscriptionBody } from './subscription.dto';

type Changeable = Pick<
  SubscriptionEntity,
  'url' | 'types' | 'enabled' | 'disabledReason' | 'failingSince' | 'lastFailedAt'
>;

/** Applies a PATCH to a subscription. A new URL, or enabling it again, gives it a new chance of five days. */
export function changedSubscription(subscription: Changeable, change: ChangeSubscriptionBody): Changeable {
  const { url = subscription.url, types = subscription.types, enabled = subscription.enabled } = change;
  const isNewChance = url !== subscription.url || (enabled && !subscription.enabled);
  return {
    url,
    types,
    enabled,
    disabledReason: enabled ? null : (subscription.disabledReason ?? 'Disabled by its owner.'),
    failingSince: isNewChance ? null : subscription.failingSince,
    lastFailedAt: isNewChance ? null : subscription.lastFailedAt,
  };
}
