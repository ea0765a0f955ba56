import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { retryOnConflict } from '../../common/database';
import { ProcessingLog } from '../../requests';
import { WebhookSettings } from '../webhooks.settings';
import type { Attempt } from './attempt';
import { logEntryOf } from './log-entry';
import type { NextAttempt } from './next-attempt';
import { type CurrentDelivery, standingAttempt, type StandingAttempt } from './standing-attempt';
import { lockSubscriptions, recordHealth } from './subscription-health';

/**
 * Records attempts: their results, what comes next, and what clients may see of it, all in one transaction. It locks
 * requests, deliveries and subscriptions in that order, as everything does that needs several of them.
 */
@Injectable()
export class AttemptWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: ProcessingLog,
    private readonly settings: WebhookSettings,
  ) {}

  /** Records attempts. @returns those whose claim still held, with the next states; the others changed nothing */
  write(attempts: Attempt[]): Promise<Map<Attempt, NextAttempt>> {
    return retryOnConflict(() =>
      this.dataSource.transaction(async tx => {
        const requests = await this.lockRequests(tx, attempts);
        const deliveries = await this.lockDeliveries(tx, attempts);
        const subscriptions = await lockSubscriptions(
          tx,
          attempts.filter(({ delivery }) => deliveries.has(delivery.deliveryId)),
        );
        const next = new Map<Attempt, NextAttempt>();
        const standing = attempts.flatMap(attempt => {
          const current = deliveries.get(attempt.delivery.deliveryId);
          if (!current) return [];
          const subscription = subscriptions.get(attempt.delivery.subscriptionId ?? '');
          const after = standingAttempt(attempt, { ...current, subscriptionUrl: subscription?.url ?? null });
          next.set(attempt, after.next);
          return [after];
        });
        await this.insertAttempts(tx, standing);
        await this.updateDeliveries(tx, standing);
        await this.markTriggered(tx, standing);
        const lines = standing.map(logEntryOf).filter(line => line !== null);
        await this.log.write(
          tx,
          lines.filter(line => requests.has(line.requestId)),
        );
        await recordHealth(tx, subscriptions, standing, this.settings.WEBHOOK_RETRY_SCALE);
        return next;
      }),
    );
  }

  /** Gives up a delivery whose attempt the database refuses: it must not be sent again for ever. */
  async giveUp({ delivery }: Attempt): Promise<void> {
    await this.dataSource.query(
      `UPDATE webhook_deliveries SET status = 'exhausted', next_attempt_at = NULL, lease_until = NULL
        WHERE id = $1 AND claim = $2 AND status = 'pending'`,
      [delivery.deliveryId, delivery.claim],
    );
  }

  /** Locks requests, but not deleted ones, whose removal can take long. @returns the ids of the locked ones */
  private async lockRequests(tx: EntityManager, attempts: Attempt[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT id FROM requests WHERE id = ANY($1) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
      [attempts.map(({ delivery }) => delivery.requestId).filter(id => id !== null)],
    );
    return new Set(rows.map(row => row.id));
  }

  /** Locks deliveries. @returns by id those whose claim still holds */
  private async lockDeliveries(
    tx: EntityManager,
    attempts: Attempt[],
  ): Promise<Map<string, Omit<CurrentDelivery, 'subscriptionUrl'>>> {
    const rows = await tx.query<{ id: string; url: string; scheduleStep: number }[]>(
      `SELECT d.id, d.url, d.schedule_step AS "scheduleStep"
         FROM webhook_deliveries d JOIN unnest($1::uuid[], $2::int[]) AS a(id, claim) USING (id, claim)
        ORDER BY d.id FOR NO KEY UPDATE OF d`,
      [attempts.map(({ delivery }) => delivery.deliveryId), attempts.map(({ delivery }) => delivery.claim)],
    );
    return new Map(rows.map(({ id, ...current }) => [id, current]));
  }

  private async insertAttempts(tx: EntityManager, attempts: Attempt[]): Promise<void> {
    await tx.query(
      `INSERT INTO webhook_attempts (id, delivery_id, attempted_at, status_code, error_code, latency_ms)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::smallint[], $5::text[], $6::int[])`,
      [
        attempts.map(() => uuidv7()),
        attempts.map(({ delivery }) => delivery.deliveryId),
        attempts.map(({ answer }) => answer.attemptedAt),
        attempts.map(({ answer }) => answer.statusCode),
        attempts.map(({ answer }) => answer.errorCode),
        attempts.map(({ answer }) => answer.latencyMs),
      ],
    );
  }

  /**
   * Updates deliveries. One that was cancelled while it was sent stays cancelled, unless it has arrived. The claim
   * moves on: a commit whose answer got lost is repeated, and must change nothing then.
   */
  private async updateDeliveries(tx: EntityManager, attempts: StandingAttempt[]): Promise<void> {
    await tx.query(
      `UPDATE webhook_deliveries d
          SET attempts = d.attempts + 1, schedule_step = a.schedule_step, claim = d.claim + 1, lease_until = NULL,
              status = CASE WHEN d.status = 'pending' OR a.status = 'delivered' THEN a.status ELSE d.status END,
              next_attempt_at = CASE WHEN d.status = 'pending' AND a.status = 'pending'
                                     THEN now() + make_interval(secs => a.wait_ms / 1000.0) END
         FROM unnest($1::uuid[], $2::delivery_status[], $3::bigint[], $4::smallint[])
                AS a(id, status, wait_ms, schedule_step)
        WHERE d.id = a.id`,
      [
        attempts.map(({ delivery }) => delivery.deliveryId),
        attempts.map(({ next }) => next.status),
        attempts.map(({ next }) => (next.status === 'pending' ? next.waitMs : null)),
        attempts.map(({ scheduleStep }) => scheduleStep),
      ],
    );
  }

  /** Shows clients that a first attempt for this run was made, and progress streams that something changed. */
  private async markTriggered(tx: EntityManager, attempts: Attempt[]): Promise<void> {
    const told = attempts.filter(({ delivery }) => delivery.requestId !== null);
    await tx.query(
      `UPDATE requests r
          SET webhook_triggered = true, version = r.version + 1, updated_at = greatest(r.updated_at, now())
         FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::int[])) AS a(id, run)
        WHERE r.id = a.id AND r.run = a.run AND r.deleted_at IS NULL AND NOT r.webhook_triggered`,
      [told.map(({ delivery }) => delivery.requestId), told.map(({ delivery }) => delivery.run)],
    );
  }
}
