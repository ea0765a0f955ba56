import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { retryOnConflict } from '../../common/database';
import { ApiError } from '../../common/errors';
import { type RequestEntity, RequestsRepository } from '../../requests';
import { DeliveriesPendingEvent } from '../deliveries-pending.event';
import { DeliveryEntity, REQUEST_TARGET } from '../delivery.entity';
import { idBefore, insertDeliveries, resend, undeliveredChunk } from '../outbox';
import { SubscriptionEntity } from '../subscription.entity';
import { Deliveries } from './deliveries';
import { type DeliveryDto, deliveryView } from './delivery.dto';
import { Subscriptions } from './subscriptions';
import { testMessage } from '../test-message';

/** The error for a message to a subscription that is disabled. */
export const ENABLE_FIRST = 'The subscription is disabled, so nothing is sent to it. Enable it first.';

/** Sends by hand: earlier messages again, with the same id and body; and tests. */
@Injectable()
export class Redelivery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly deliveries: Deliveries,
    private readonly subscriptions: Subscriptions,
    private readonly requests: RequestsRepository,
    private readonly events: EventEmitter2,
  ) {}

  async redeliver(owner: string, deliveryId: string): Promise<DeliveryDto> {
    const delivery = await this.deliveries.ofOwner(owner, deliveryId);
    await this.again(delivery);
    return deliveryView(await this.deliveries.ofOwner(owner, deliveryId));
  }

  /** Sends a notification again. @returns the id of the delivery to the `webhook_url` of a finished request */
  async notify(owner: string, requestId: string): Promise<{ delivery_id: string }> {
    const request = await this.requests.ofOwner(owner, requestId);
    if (!request.completedAt) {
      throw new ApiError(
        'request_unfinished',
        'The request has not finished yet; its webhook is sent when it has.',
      );
    }
    if (!request.webhookUrl)
      throw new ApiError('no_webhook_url', 'The request was uploaded without a webhook_url.');
    const delivery = await this.deliveryOf(request);
    await this.again(delivery);
    return { delivery_id: delivery.id };
  }

  /** Resends all that a subscription has missed since then, step by step. @returns the number of messages */
  async redeliverSince(owner: string, subscriptionId: string, since: Date): Promise<{ redelivered: number }> {
    await this.subscriptions.details(owner, subscriptionId);
    let redelivered = 0;
    for (let last: string | undefined = idBefore(since); last !== undefined;) {
      const afterId: string = last;
      const ids: string[] = await this.transaction(async tx => {
        const { url } = await this.enabledSubscription(tx, subscriptionId);
        const chunk = await undeliveredChunk(tx, subscriptionId, since, afterId);
        await resend(tx, chunk, url);
        return chunk;
      });
      redelivered += ids.length;
      last = ids.at(-1);
      if (last) this.tell();
    }
    return { redelivered };
  }

  /** Sends a test, to a disabled subscription too: that is how to find out whether it works again. */
  async test(owner: string, subscriptionId: string): Promise<{ delivery_id: string }> {
    const { id } = await this.subscriptions.ofOwner(this.dataSource.manager, owner, subscriptionId);
    const message = testMessage(id, new Date());
    const [deliveryId] = await this.transaction(async tx => {
      const { url } = await this.presentSubscription(tx, id);
      return insertDeliveries(tx, [
        {
          ...{ owner, url, requestId: null, run: null, target: id, subscriptionId: id },
          ...{ type: message.type, payload: JSON.stringify(message) },
        },
      ]);
    });
    this.tell();
    return { delivery_id: deliveryId! };
  }

  /** Finds the delivery of a run: the commit that finished the run wrote it, and it stays as long as its request. */
  private deliveryOf({ id: requestId, run }: RequestEntity): Promise<DeliveryEntity> {
    const target = REQUEST_TARGET;
    return this.dataSource.manager.findOneByOrFail(DeliveryEntity, { requestId, run, target });
  }

  /** Sends a delivery again, a subscription's to the URL that it has by now. */
  private async again({ id, subscriptionId }: DeliveryEntity): Promise<void> {
    await this.transaction(async tx => {
      const subscription = subscriptionId ? await this.enabledSubscription(tx, subscriptionId) : null;
      await resend(tx, [id], subscription?.url ?? null);
    });
    this.tell();
  }

  /** @throws ApiError subscription_not_found or subscription_disabled */
  private async enabledSubscription(tx: EntityManager, id: string): Promise<SubscriptionEntity> {
    const subscription = await this.presentSubscription(tx, id);
    if (!subscription.enabled) throw new ApiError('subscription_disabled', ENABLE_FIRST);
    return subscription;
  }

  /** Locks a subscription, so that it is not deleted before the commit, and disabling it cancels this message too. */
  private async presentSubscription(tx: EntityManager, id: string): Promise<SubscriptionEntity> {
    const subscription = await tx.findOne(SubscriptionEntity, {
      where: { id },
      lock: { mode: 'for_key_share' },
    });
    if (!subscription)
      throw new ApiError('subscription_not_found', 'The subscription was deleted, and its secret with it.');
    return subscription;
  }

  private transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return retryOnConflict(() => this.dataSource.transaction(work));
  }

  private tell(): void {
    this.events.emit(DeliveriesPendingEvent.NAME, new DeliveriesPendingEvent());
  }
}
