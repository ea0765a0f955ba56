import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { retryOnConflict, tryTransactionLock } from '../../common/database';
import { QUEUE_LEASE_SECONDS } from '../lease';
import type { WebhookJobPayload } from '../webhook.jobs';
import { ReceiverWindows, SMALLEST_WINDOW } from './receiver-windows';

const DISPATCH_LOCK = 'webhook dispatch';

/** The number of receivers looked at in one round; the others come in the next. */
const RECEIVERS_A_ROUND = 500;

export interface ClaimedRound {
  jobs: WebhookJobPayload[];
  /** Whether there are receivers that were not looked at yet. */
  more: boolean;
}

const NOTHING: ClaimedRound = { jobs: [], more: false };

/** Claims deliveries that are due, a few for each receiver. */
@Injectable()
export class ClaimDeliveries {
  /** The receiver after which the next round begins. */
  private lastReceiver = '';

  constructor(
    private readonly dataSource: DataSource,
    private readonly windows: ReceiverWindows,
  ) {}

  /** Claims deliveries. @returns up to `size` jobs; none while another process is claiming */
  async claim(size: number): Promise<ClaimedRound> {
    // Mostly there is nothing, and a transaction costs four round trips to say so.
    if (!(await this.isAnyPending())) return NOTHING;
    return retryOnConflict(() =>
      this.dataSource.transaction(async tx => {
        if (!(await tryTransactionLock(tx, DISPATCH_LOCK))) return NOTHING;
        const { due, last } = await this.due(tx, size);
        this.lastReceiver = last ?? '';
        return { jobs: due.length > 0 ? await this.handOut(tx, due) : [], more: last !== null };
      }),
    );
  }

  private async isAnyPending(): Promise<boolean> {
    const [found] = await this.dataSource.query<{ any: boolean }[]>(
      `SELECT EXISTS (SELECT FROM webhook_deliveries WHERE status = 'pending') AS any`,
    );
    return found?.any === true;
  }

  /** Gives back claims that no sender has taken up; the jobs that carry them have become stale. */
  async release(jobs: WebhookJobPayload[]): Promise<void> {
    await this.dataSource.query(
      `WITH waiting AS (
         SELECT d.id FROM webhook_deliveries d JOIN unnest($1::uuid[], $2::int[]) AS j(id, claim) USING (id, claim)
          WHERE d.status = 'pending' ORDER BY d.id FOR NO KEY UPDATE OF d
       )
       UPDATE webhook_deliveries d SET claim = claim + 1, lease_until = NULL FROM waiting WHERE d.id = waiting.id`,
      [jobs.map(job => job.deliveryId), jobs.map(job => job.claim)],
    );
  }

  /**
   * Finds receivers with one index probe each (a loose index scan), so that a hundred thousand deliveries that
   * wait for one of them cost nothing. `last` is null when the round came to the end of the receivers.
   */
  private async due(tx: EntityManager, size: number): Promise<{ due: string[]; last: string | null }> {
    const larger = this.windows.larger();
    const rows = await tx.query<{ receiver: string; ids: string[] }[]>(
      `WITH RECURSIVE receivers(receiver, n) AS (
         (SELECT min(receiver), 1 FROM webhook_deliveries WHERE status = 'pending' AND receiver > $1)
         UNION ALL
         SELECT (SELECT min(d.receiver) FROM webhook_deliveries d
                  WHERE d.status = 'pending' AND d.receiver > receivers.receiver),
                receivers.n + 1
           FROM receivers WHERE receivers.receiver IS NOT NULL AND receivers.n < $2
       )
       SELECT r.receiver,
              ARRAY(SELECT d.id FROM webhook_deliveries d
                     WHERE d.receiver = r.receiver AND d.status = 'pending' AND d.next_attempt_at <= now()
                       AND (d.lease_until IS NULL OR d.lease_until < now())
                     ORDER BY d.next_attempt_at
                     LIMIT greatest(0, coalesce(w.size, $3) - (
                       SELECT count(*) FROM webhook_deliveries f
                        WHERE f.receiver = r.receiver AND f.status = 'pending' AND f.lease_until IS NOT NULL
                          AND f.lease_until >= now()))) AS ids
         FROM receivers r LEFT JOIN unnest($4::text[], $5::int[]) AS w(receiver, size) USING (receiver)
        WHERE r.receiver IS NOT NULL
        ORDER BY r.n`,
      [
        this.lastReceiver,
        RECEIVERS_A_ROUND,
        SMALLEST_WINDOW,
        larger.map(([receiver]) => receiver),
        larger.map(([, window]) => window),
      ],
    );
    return cutOff(rows, size);
  }

  private async handOut(tx: EntityManager, ids: string[]): Promise<WebhookJobPayload[]> {
    // A transaction that holds one of them now (a cancel, a manual redelivery) decides about it; if need be, it is due
    // again at once.
    const [jobs] = await tx.query<[WebhookJobPayload[], number]>(
      `WITH due AS (
         SELECT id FROM webhook_deliveries
          WHERE id = ANY($1) AND status = 'pending' AND (lease_until IS NULL OR lease_until < now())
          ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
       )
       UPDATE webhook_deliveries d
          SET claim = claim + 1, lease_until = clock_timestamp() + make_interval(secs => $2)
         FROM due WHERE d.id = due.id
       RETURNING d.id AS "deliveryId", d.claim`,
      [ids, QUEUE_LEASE_SECONDS],
    );
    return jobs;
  }
}

/** Whole receivers as long as there is room; `last` is the last one that was served. */
function cutOff(
  rows: { receiver: string; ids: string[] }[],
  size: number,
): { due: string[]; last: string | null } {
  const due: string[] = [];
  for (const [index, { receiver, ids }] of rows.entries()) {
    due.push(...ids.slice(0, size - due.length));
    const isEnd = index === rows.length - 1 && rows.length < RECEIVERS_A_ROUND;
    if (due.length >= size && !isEnd) return { due, last: receiver };
  }
  return { due, last: rows.length === RECEIVERS_A_ROUND ? (rows.at(-1)?.receiver ?? null) : null };
}
