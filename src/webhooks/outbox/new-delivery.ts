import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { receiverOf } from '../receiver';
import type { WebhookType } from '../webhook-types';

/** A message for one receiver, to be sent as soon as it is committed. */
export interface NewDelivery {
  owner: string;
  requestId: string | null;
  run: number | null;
  target: string;
  subscriptionId: string | null;
  url: string;
  type: WebhookType;
  payload: string;
}

/** Inserts deliveries. @returns the ids of those that were not there before */
export async function insertDeliveries(tx: EntityManager, deliveries: NewDelivery[]): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const rows = await tx.query<{ id: string }[]>(
    `INSERT INTO webhook_deliveries (id, owner, request_id, run, target, subscription_id, url, receiver, type, payload)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::text[],
                          $8::text[], $9::text[], $10::text[])
     ON CONFLICT (request_id, run, target) DO NOTHING
     RETURNING id`,
    [
      deliveries.map(() => uuidv7()),
      deliveries.map(delivery => delivery.owner),
      deliveries.map(delivery => delivery.requestId),
      deliveries.map(delivery => delivery.run),
      deliveries.map(delivery => delivery.target),
      deliveries.map(delivery => delivery.subscriptionId),
      deliveries.map(delivery => delivery.url),
      deliveries.map(delivery => receiverOf(delivery.url)),
      deliveries.map(delivery => delivery.type),
      deliveries.map(delivery => delivery.payload),
    ],
  );
  return rows.map(row => row.id);
}
