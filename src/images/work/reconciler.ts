import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource } from 'typeorm';
import { Sweep } from '../../common/periodic';
import { ImageFailure } from '../image-failure';
import { ImagesPendingEvent } from '../images-pending.event';
import { Ledger, moveOf } from '../ledger';
import { WORK_LEASE_SECONDS } from '../lease';
import { Outcomes } from '../outcomes';
import { FailedAttempts } from './failed-attempts';

const SWEEP_MS = 2_000;

/** The number of rows in one transaction. */
const CHUNK = 500;

interface Expired {
  imageId: string;
  claim: number;
  requestId: string;
  host: string;
  attempts: number;
  /** Whether an image service has the image. */
  handedOver: boolean;
}

/**
 * Takes back images that nobody works on any more: when a lease has run out, its image waits again. It trusts leases
 * only, not Redis and not the workers. If an image service has not called back in time, that is a failed attempt.
 */
@Injectable()
export class Reconciler extends Sweep {
  /**
   * Leases are trusted from this time on, by `performance.now()`: while the database was away, nobody could extend them.
   */
  private trustLeasesFrom = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly events: EventEmitter2,
    private readonly failedAttempts: FailedAttempts,
    private readonly outcomes: Outcomes,
  ) {
    super(SWEEP_MS, 'Could not look for expired leases');
  }

  protected override async sweep(): Promise<void> {
    const expired = await this.expired();
    if (performance.now() < this.trustLeasesFrom || expired.length === 0) return;
    await this.giveUp(expired.filter(image => image.handedOver));
    const abandoned = expired.filter(image => !image.handedOver);
    const released = await this.release(abandoned.map(image => image.imageId));
    if (released === 0) return;
    this.logger.warn({ images: released }, 'Took back images whose lease ran out');
    this.events.emit(ImagesPendingEvent.NAME, new ImagesPendingEvent());
  }

  protected override failed(error: unknown): void {
    this.trustLeasesFrom = performance.now() + WORK_LEASE_SECONDS * 1_000;
    super.failed(error);
  }

  private expired(): Promise<Expired[]> {
    return this.dataSource.query<Expired[]>(
      `SELECT id AS "imageId", claim, request_id AS "requestId", host, attempts,
              handed_over_at IS NOT NULL AS "handedOver"
         FROM images
        WHERE status = 'processing' AND leader_id = id AND lease_until < now()
        LIMIT $1`,
      [CHUNK],
    );
  }

  /**
   * Records overdue jobs of an image service as failed. A callback that comes in the meantime wins: it gives its image
   * a new claim.
   */
  private async giveUp(overdue: Expired[]): Promise<void> {
    const failure = new ImageFailure('timeout', 'The image service did not call back in time.');
    const log = [{ step: 'compress', status: 'failure', message: failure.message } as const];
    await Promise.all(
      overdue.map(image =>
        this.outcomes.record(
          { ...image, outcome: this.failedAttempts.outcomeOf(image, failure), log },
          overdue.filter(({ requestId }) => requestId === image.requestId).length,
        ),
      ),
    );
  }

  /**
   * Sets abandoned images back to `pending`. One that was taken up died with its worker, and counts a crash; one that
   * only waited in the queue does not.
   */
  private release(leaderIds: string[]): Promise<number> {
    return this.ledger.transact(async tx => {
      const locked = await this.ledger.lockOccurrences(tx, leaderIds);
      const [released] = await tx.query<[{ id: string }[], number]>(
        `WITH expired AS (
           SELECT id FROM images WHERE id = ANY($1) AND leader_id = id AND status = 'processing' AND lease_until < now()
              AND handed_over_at IS NULL
         )
         UPDATE images i
            SET status = 'pending', claim = claim + 1, lease_until = NULL, started_at = NULL,
                crashes = crashes + (started_at IS NOT NULL)::int
           FROM expired WHERE i.leader_id = expired.id AND i.id = ANY($1)
         RETURNING i.id`,
        [locked.map(image => image.id)],
      );
      const ids = new Set(released.map(row => row.id));
      return {
        moves: locked.filter(image => ids.has(image.id)).map(image => moveOf(image, 'pending')),
        result: ids.size,
      };
    });
  }
}
