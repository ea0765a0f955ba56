import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { cancelChunk } from '../outbox';

/**
 * Cancels what still waits for subscriptions that were disabled or deleted. `Pickup` sends none of it meanwhile, however
 * long this takes.
 */
@Injectable()
export class StoppedSubscriptions {
  constructor(private readonly dataSource: DataSource) {}

  /** Finds those that something still waits for, with one index probe for each subscription that has pending deliveries. */
  withDeliveries(): Promise<{ id: string }[]> {
    return this.dataSource.query(
      `WITH RECURSIVE waiting(id) AS (
         (SELECT subscription_id FROM webhook_deliveries
           WHERE status = 'pending' AND subscription_id IS NOT NULL ORDER BY subscription_id LIMIT 1)
         UNION ALL
         SELECT (SELECT d.subscription_id FROM webhook_deliveries d
                  WHERE d.status = 'pending' AND d.subscription_id > waiting.id ORDER BY d.subscription_id LIMIT 1)
           FROM waiting WHERE waiting.id IS NOT NULL
       )
       SELECT id FROM waiting LEFT JOIN webhook_subscriptions s USING (id)
        WHERE id IS NOT NULL AND s.enabled IS NOT TRUE`,
    );
  }

  /** Cancels a chunk, without tests where the subscription is only disabled. @returns whether there may be more */
  cancelChunk(subscriptionId: string): Promise<boolean> {
    return this.dataSource.transaction(async tx => {
      // The lock: what is asked for again as soon as the subscription is enabled must not be cancelled after that.
      const [subscription] = await tx.query<{ enabled: boolean }[]>(
        'SELECT enabled FROM webhook_subscriptions WHERE id = $1 FOR KEY SHARE',
        [subscriptionId],
      );
      if (subscription?.enabled) return false;
      return cancelChunk(tx, subscriptionId, { tests: subscription === undefined });
    });
  }
}
