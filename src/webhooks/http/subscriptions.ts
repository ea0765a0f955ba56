import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { retryOnConflict } from '../../common/database';
import { ApiError } from '../../common/errors';
import { cancelChunk } from '../outbox';
import { SigningSecrets } from '../secrets';
import { SubscriptionEntity } from '../subscription.entity';
import { WebhookUrls } from '../webhook-urls';
import { WebhookSettings } from '../webhooks.settings';
import { changedSubscription } from './changed-subscription';
import {
  type ChangeSubscriptionBody,
  type CreateSubscriptionBody,
  type SubscriptionDto,
  type SubscriptionListDto,
  type SubscriptionSecretDto,
  subscriptionView,
} from './subscription.dto';
import { moveDeliveries } from './move-deliveries';
import { rotatedSecret } from './rotated-secret';
import { assertRoomForOneMore } from './subscription-limit';

const ROTATION_MS = 24 * 3_600_000;

/** Manages the subscriptions of an owner. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly urls: WebhookUrls,
    private readonly secrets: SigningSecrets,
    private readonly settings: WebhookSettings,
  ) {}

  async create(owner: string, { url, types }: CreateSubscriptionBody): Promise<SubscriptionSecretDto> {
    await this.urls.check('url', url);
    const id = uuidv7();
    const { secret, sealed } = await this.secrets.create(id);
    const created = await this.dataSource.transaction(async tx => {
      await assertRoomForOneMore(tx, owner);
      return tx.save(tx.create(SubscriptionEntity, { id, owner, url, types, sealedSecret: sealed }));
    });
    return { ...subscriptionView(created), secret };
  }

  async list(owner: string): Promise<SubscriptionListDto> {
    const subscriptions = await this.dataSource.manager.find(SubscriptionEntity, {
      where: { owner },
      order: { id: 'DESC' },
    });
    return { subscriptions: subscriptions.map(subscriptionView) };
  }

  async details(owner: string, id: string): Promise<SubscriptionDto> {
    return subscriptionView(await this.ofOwner(this.dataSource.manager, owner, id));
  }

  /**
   * Changes one. What waits for it while it is disabled is cancelled: a chunk at once, which for most is all, and what is
   * left soon after (`CancelSweep`).
   */
  async change(owner: string, id: string, body: ChangeSubscriptionBody): Promise<SubscriptionDto> {
    if (body.url !== undefined) await this.urls.check('url', body.url);
    const view = await this.locked(owner, id, async (tx, subscription) => {
      const changed = changedSubscription(subscription, body);
      await tx.update(SubscriptionEntity, id, changed);
      if (!changed.enabled) await cancelChunk(tx, id, { tests: false });
      return subscriptionView(Object.assign(subscription, changed));
    });
    // Also where it is the same as before: an earlier change may have been broken off here.
    if (body.url !== undefined) await moveDeliveries(this.dataSource, id);
    return view;
  }

  /** Deletes one. What waits for it is never sent, and cancelled as by `change`. */
  delete(owner: string, id: string): Promise<void> {
    return this.locked(owner, id, async tx => {
      await cancelChunk(tx, id, { tests: true });
      await tx.delete(SubscriptionEntity, id);
    });
  }

  /**
   * Makes a new secret. Earlier ones sign too until the receiver has had a day to learn the new one.
   * @throws ApiError subscription_not_found or too_many_rotations
   */
  async rotate(owner: string, id: string): Promise<SubscriptionSecretDto> {
    const { secret, sealed } = await this.secrets.create(id);
    return this.locked(owner, id, async (tx, subscription) => {
      const now = new Date();
      const until = new Date(now.getTime() + ROTATION_MS * this.settings.WEBHOOK_RETRY_SCALE);
      await tx.update(SubscriptionEntity, id, rotatedSecret(subscription, sealed, now, until));
      return { ...subscriptionView(subscription), secret };
    });
  }

  /** Finds one. @throws ApiError subscription_not_found when the id is unknown, malformed, or somebody else's. */
  async ofOwner(
    manager: EntityManager,
    owner: string,
    id: string,
    lock = false,
  ): Promise<SubscriptionEntity> {
    const where = { id, owner };
    const subscription =
      isUUID(id) &&
      (await manager.findOne(SubscriptionEntity, {
        where,
        ...(lock && { lock: { mode: 'pessimistic_write' } }),
      }));
    if (!subscription) throw new ApiError('subscription_not_found', 'Subscription ID not found');
    return subscription;
  }

  private locked<T>(
    owner: string,
    id: string,
    work: (tx: EntityManager, subscription: SubscriptionEntity) => Promise<T>,
  ): Promise<T> {
    return retryOnConflict(() =>
      this.dataSource.transaction(async tx => work(tx, await this.ofOwner(tx, owner, id, true))),
    );
  }
}
