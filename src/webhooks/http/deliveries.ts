import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { ApiError } from '../../common/errors';
import { pageOf } from '../../common/http';
import { AttemptEntity } from '../attempt.entity';
import { DeliveryEntity } from '../delivery.entity';
import {
  attemptView,
  type DeliveriesQuery,
  type DeliveryDetailsDto,
  type DeliveryPageDto,
  deliveryView,
} from './delivery.dto';

/** The delivery log of an owner. */
@Injectable()
export class Deliveries {
  constructor(private readonly dataSource: DataSource) {}

  async list(owner: string, { request_id, subscription_id, status, limit, cursor }: DeliveriesQuery) {
    const query = this.dataSource
      .createQueryBuilder(DeliveryEntity, 'delivery')
      .where('delivery.owner = :owner', { owner })
      .orderBy('delivery.id', 'DESC')
      .limit(limit + 1);
    if (request_id) query.andWhere('delivery.request_id = :request_id', { request_id });
    if (subscription_id) query.andWhere('delivery.subscription_id = :subscription_id', { subscription_id });
    if (status) query.andWhere('delivery.status = :status', { status });
    if (cursor) query.andWhere('delivery.id < :cursor', { cursor });
    const { items, nextCursor } = pageOf(await query.getMany(), limit, last => last.id);
    return { deliveries: items.map(deliveryView), next_cursor: nextCursor } satisfies DeliveryPageDto;
  }

  async details(owner: string, id: string): Promise<DeliveryDetailsDto> {
    const delivery = await this.ofOwner(owner, id);
    const attempts = await this.dataSource.manager.find(AttemptEntity, {
      where: { deliveryId: delivery.id },
      order: { id: 'ASC' },
    });
    return { ...deliveryView(delivery), attempt_log: attempts.map(attemptView) };
  }

  /** Finds a delivery. @throws ApiError delivery_not_found when the id is unknown, malformed, or somebody else's. */
  async ofOwner(owner: string, id: string): Promise<DeliveryEntity> {
    const delivery = isUUID(id) && (await this.dataSource.manager.findOneBy(DeliveryEntity, { id, owner }));
    if (!delivery) throw new ApiError('delivery_not_found', 'Delivery ID not found');
    return delivery;
  }
}
