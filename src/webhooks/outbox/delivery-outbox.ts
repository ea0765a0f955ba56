import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type RequestEntity, RequestSettings } from '../../requests';
import { REQUEST_TARGET } from '../delivery.entity';
import type { SubscriptionEntity } from '../subscription.entity';
import { insertDeliveries, type NewDelivery } from './new-delivery';
import { requestMessage } from './request-message';

type Endpoint = Pick<SubscriptionEntity, 'id' | 'owner' | 'url' | 'types'>;

/** Records deliveries in the transaction that makes their message true, so that no crash loses them. */
@Injectable()
export class DeliveryOutbox {
  constructor(private readonly settings: RequestSettings) {}

  /** Records a delivery, once per run, for each receiver of the requests that finish with this transaction. */
  async record(tx: EntityManager, finished: RequestEntity[]): Promise<void> {
    if (finished.length === 0) return;
    const endpoints = await this.endpointsOf(tx, [...new Set(finished.map(request => request.owner))]);
    const now = new Date();
    await insertDeliveries(
      tx,
      finished.flatMap(request => deliveriesOf(request, endpoints, now, this.settings)),
    );
  }

  /**
   * Cancels the pending deliveries of requests that are deleted with this transaction: one for each run and receiver.
   * An attempt under way ends by itself and keeps its lease until then, so that a resend in the meantime does not send
   * it twice.
   */
  async cancelOf(tx: EntityManager, requestIds: string[]): Promise<void> {
    await tx.query(
      `WITH pending AS (
         SELECT id FROM webhook_deliveries
          WHERE request_id = ANY($1) AND status = 'pending' ORDER BY id FOR NO KEY UPDATE
       )
       UPDATE webhook_deliveries d
          SET status = 'cancelled', next_attempt_at = NULL
         FROM pending WHERE d.id = pending.id`,
      [requestIds],
    );
  }

  /** Finds subscriptions, locked so that none is deleted between this look and the commit. */
  private endpointsOf(tx: EntityManager, owners: string[]): Promise<Endpoint[]> {
    return tx.query<Endpoint[]>(
      `SELECT id, owner, url, types FROM webhook_subscriptions
        WHERE owner = ANY($1) AND enabled ORDER BY id FOR KEY SHARE`,
      [owners],
    );
  }
}

/** Serialises the message once: the stored bytes are signed and sent, to everybody, on every attempt. */
function deliveriesOf(
  request: RequestEntity,
  endpoints: Endpoint[],
  now: Date,
  settings: RequestSettings,
): NewDelivery[] {
  const { id: requestId, run, owner, webhookUrl } = request;
  const message = requestMessage(request, now, settings);
  const common = { requestId, run, owner, type: message.type, payload: JSON.stringify(message) };
  const subscribed = endpoints
    .filter(endpoint => endpoint.owner === owner && endpoint.types.includes(message.type))
    .map(({ id, url }) => ({ ...common, target: id, subscriptionId: id, url }));
  const direct = webhookUrl
    ? [{ ...common, target: REQUEST_TARGET, subscriptionId: null, url: webhookUrl }]
    : [];
  return [...direct, ...subscribed];
}
