import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { imageIdsOf } from '../image-id';
import { Ledger, moveOf } from '../ledger';

/** The number of leaders in one transaction. */
const CHUNK = 500;

/** Carries out cancels: images that have not been begun become `cancelled`, those under way are finished. */
@Injectable()
export class Cancellation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Finds the requests with something to cancel. Images that a cancelled request defers or still imports come up here
   * again.
   */
  async requests(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM requests
        WHERE status IN ('pending', 'processing') AND cancel_requested_at IS NOT NULL AND deleted_at IS NULL
        ORDER BY id`,
    );
    return rows.map(row => row.id);
  }

  /** Cancels a chunk of a request. @returns whether there may be more */
  async nextChunk(requestId: string): Promise<boolean> {
    const leaders = await this.notBegun(requestId);
    if (leaders.length === 0) return false;
    await this.ledger.transact(async tx => {
      const locked = await this.ledger.lockOccurrences(tx, leaders);
      const begun = new Set(
        locked.filter(image => image.begun && image.status !== 'pending').map(({ id }) => id),
      );
      const cancelled = locked.filter(
        ({ status, leaderId }) => status === 'pending' || (status === 'processing' && !begun.has(leaderId)),
      );
      await tx.query(
        `UPDATE images SET status = 'cancelled', claim = claim + 1, lease_until = NULL, engine_answer = NULL,
                finished_at = now()
          WHERE id = ANY($1)`,
        [cancelled.map(image => image.id)],
      );
      return { moves: cancelled.map(image => moveOf(image, 'cancelled')), result: undefined };
    });
    return leaders.length === CHUNK;
  }

  /**
   * Finds leaders that wait in Postgres, or are handed out and wait in the queue. The latter are looked for between two
   * ids, by the index of what is in work: an image service may have hundreds of thousands of other requests.
   */
  private async notBegun(requestId: string): Promise<string[]> {
    const { first, last } = imageIdsOf(requestId);
    const rows = await this.dataSource.query<{ id: string }[]>(
      `(SELECT id FROM images WHERE request_id = $1 AND status = 'pending' AND leader_id = id
         ORDER BY host, not_before, id LIMIT $2)
       UNION ALL
       (SELECT id FROM images WHERE id BETWEEN $3 AND $4 AND request_id = $1 AND status = 'processing'
           AND leader_id = id AND started_at IS NULL AND engine_answer IS NULL LIMIT $2)
       LIMIT $2`,
      [requestId, CHUNK, first, last],
    );
    return rows.map(row => row.id);
  }
}
