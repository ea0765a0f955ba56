import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BatchedPickup, retryOnConflict } from '../../common/database';
import { SEND_LEASE_SECONDS } from '../lease';
import type { WebhookJobPayload } from '../webhook.jobs';
import type { TakenDelivery } from './attempt';

interface ClaimedDelivery {
  id: string;
  subscriptionId: string | null;
}

/**
 * Picks up claimed deliveries. It moves the claim on, so that a job which Bull hands out twice is sent once. What waits
 * for a subscription that is deleted, or disabled, is not picked up: `CancelSweep` cancels it. What waits for another one
 * goes to the URL that it has by now.
 */
@Injectable()
export class Pickup {
  private readonly batched = new BatchedPickup<WebhookJobPayload, TakenDelivery>({
    takeAll: jobs => this.lockAndUpdate(jobs),
    keyOfJob: job => job.deliveryId,
    keyOfTaken: delivery => delivery.deliveryId,
  });

  constructor(private readonly dataSource: DataSource) {}

  /** Picks up a delivery. @returns null when the claim is stale or was picked up before: there is nothing to do */
  take(job: WebhookJobPayload): Promise<TakenDelivery | null> {
    return this.batched.take(job);
  }

  /** Locks before it updates: what a statement that waits for a row reads of others is as it was before the wait. */
  private lockAndUpdate(jobs: WebhookJobPayload[]): Promise<TakenDelivery[]> {
    return retryOnConflict(() =>
      this.dataSource.transaction(async tx => {
        const claimed = await this.lock(tx, jobs);
        return claimed.length > 0 ? this.update(tx, claimed) : [];
      }),
    );
  }

  /** Locks those whose claim stands. */
  private lock(tx: EntityManager, jobs: WebhookJobPayload[]): Promise<ClaimedDelivery[]> {
    return tx.query<ClaimedDelivery[]>(
      `SELECT d.id, d.subscription_id AS "subscriptionId"
         FROM webhook_deliveries d JOIN unnest($1::uuid[], $2::int[]) AS j(id, claim) USING (id)
        WHERE d.status = 'pending' AND d.claim = j.claim
        ORDER BY d.id FOR NO KEY UPDATE OF d`,
      [jobs.map(job => job.deliveryId), jobs.map(job => job.claim)],
    );
  }

  private async update(tx: EntityManager, claimed: ClaimedDelivery[]): Promise<TakenDelivery[]> {
    const [deliveries] = await tx.query<[TakenDelivery[], number]>(
      `UPDATE webhook_deliveries d
          SET claim = d.claim + 1, lease_until = clock_timestamp() + make_interval(secs => $3),
              url = coalesce(s.url, d.url)
         FROM unnest($1::uuid[], $2::uuid[]) AS claimed(id, subscription_id)
              LEFT JOIN webhook_subscriptions s ON s.id = claimed.subscription_id
        WHERE d.id = claimed.id
          AND (claimed.subscription_id IS NULL OR s.enabled OR (s.id IS NOT NULL AND d.type = 'webhook.test'))
       RETURNING d.id AS "deliveryId", d.claim, d.owner, d.request_id AS "requestId", d.run,
                 d.subscription_id AS "subscriptionId", d.url, d.receiver, d.type, d.payload, d.attempts,
                 (SELECT r.traceparent FROM requests r WHERE r.id = d.request_id) AS traceparent,
                 d.schedule_step AS "scheduleStep", array_remove(ARRAY[
                   s.sealed_secret,
                   CASE WHEN s.previous_secret_until > now() THEN s.sealed_previous_secret END
                 ], NULL) || ARRAY(
                   SELECT sealed FROM jsonb_to_recordset(s.older_secrets) AS older(sealed text, until timestamptz)
                    WHERE until > now()
                 ) AS "sealedSecrets"`,
      [claimed.map(({ id }) => id), claimed.map(({ subscriptionId }) => subscriptionId), SEND_LEASE_SECONDS],
    );
    return deliveries;
  }
}
