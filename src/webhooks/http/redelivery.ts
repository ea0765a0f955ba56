import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource } from 'typeorm';
import { ApiError } from '../../common/errors';
import { type RequestEntity, RequestsRepository } from '../../requests';
import { DeliveriesPendingEvent } from '../deliveries-pending.event';
import { DeliveryEntity, REQUEST_TARGET } from '../delivery.entity';
import { DeliveryOutbox } from '../outbox';
import { receiverOf } from '../receiver';
import { SubscriptionEntity } from '../subscription.entity';
import { Deliveries } from './deliveries';
import { type DeliveryDto, deliveryView } from './delivery.dto';

/** Sends again what was sent, with the same id and body, on a schedule that begins anew. */
@Injectable()
export class Redelivery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly deliveries: Deliveries,
    private readonly requests: RequestsRepository,
    private readonly outbox: DeliveryOutbox,
    private readonly events: EventEmitter2,
  ) {}

  async redeliver(owner: string, deliveryId: string): Promise<DeliveryDto> {
    const delivery = await this.deliveries.ofOwner(owner, deliveryId);
    await this.again(delivery);
    return deliveryView(await this.deliveries.ofOwner(owner, deliveryId));
  }

  /** @returns the id of the delivery to the `webhook_url` of a finished request. */
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
    const delivery = (await this.deliveryOf(request)) ?? (await this.writeAnew(request));
    await this.again(delivery);
    return { delivery_id: delivery.id };
  }

  private deliveryOf({ id: requestId, run }: RequestEntity): Promise<DeliveryEntity | null> {
    return this.dataSource.manager.findOneBy(DeliveryEntity, { requestId, run, target: REQUEST_TARGET });
  }

  /** Requests from before there were webhooks have none. */
  private async writeAnew(request: RequestEntity): Promise<DeliveryEntity> {
    await this.dataSource.transaction(tx => this.outbox.record(tx, [request]));
    const delivery = await this.deliveryOf(request);
    if (!delivery) throw new TypeError(`The outbox wrote no delivery for request ${request.id}`);
    return delivery;
  }

  /** A subscription's delivery goes to the URL that it has by now. One that is being sent at this moment is let be. */
  private async again({ id, subscriptionId }: DeliveryEntity): Promise<void> {
    await this.dataSource.transaction(async tx => {
      const subscription = subscriptionId
        ? await tx.findOne(SubscriptionEntity, {
            where: { id: subscriptionId },
            lock: { mode: 'for_key_share' },
          })
        : null;
      if (subscriptionId && !subscription) {
        throw new ApiError(
          'not_found',
          'The subscription of this delivery was deleted, and its secret with it.',
        );
      }
      await tx.update(DeliveryEntity, id, {
        ...(subscription && { url: subscription.url, receiver: receiverOf(subscription.url) }),
        status: 'pending',
        scheduleStep: 0,
        nextAttemptAt: () => 'now()',
      });
    });
    this.events.emit(DeliveriesPendingEvent.NAME, new DeliveriesPendingEvent());
  }
}
