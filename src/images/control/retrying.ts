import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { ImagesPendingEvent } from '../images-pending.event';
import { Ledger, moveOf } from '../ledger';

/** The number of leaders in one transaction. */
const CHUNK = 500;

/** Another process did this chunk first. */
class ChunkTakenError extends Error {
  override readonly name = 'ChunkTakenError';
}

/**
 * Carries out retries: sets failed and cancelled images back to `pending`, leaders in the order of their ids. The
 * cursor tells those of the run before from those that have already failed again.
 */
@Injectable()
export class Retrying {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly events: EventEmitter2,
  ) {}

  /** Finds the requests whose retry is not complete. */
  async requests(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM requests
        WHERE status IN ('pending', 'processing') AND retry_cursor IS NOT NULL AND deleted_at IS NULL ORDER BY id`,
    );
    return rows.map(row => row.id);
  }

  /** Sets a chunk of a request back. @returns whether there may be more */
  async nextChunk(requestId: string): Promise<boolean> {
    const [request] = await this.dataSource.query<{ cursor: string | null }[]>(
      'SELECT retry_cursor AS cursor FROM requests WHERE id = $1',
      [requestId],
    );
    if (!request?.cursor) return false;
    try {
      const isMore = await this.setBack(requestId, request.cursor);
      this.events.emit(ImagesPendingEvent.NAME, new ImagesPendingEvent());
      return isMore;
    } catch (error) {
      if (error instanceof ChunkTakenError) return true;
      throw error;
    }
  }

  private setBack(requestId: string, cursor: string): Promise<boolean> {
    return this.ledger.transact(async tx => {
      const leaders = await tx.query<{ id: string }[]>(
        `SELECT id FROM images
          WHERE request_id = $1 AND id > $2 AND status IN ('failed', 'cancelled') AND leader_id = id
          ORDER BY id LIMIT $3`,
        [requestId, cursor, CHUNK],
      );
      const locked = await this.ledger.lockOccurrences(
        tx,
        leaders.map(leader => leader.id),
      );
      const back = locked.filter(({ status }) => status === 'failed' || status === 'cancelled');
      await tx.query(
        `UPDATE images
            SET status = 'pending', claim = claim + 1, attempts = 0, crashes = least(crashes, 1),
                not_before = '-infinity', started_at = NULL, finished_at = NULL,
                error_code = NULL, error_message = NULL, http_status = NULL
          WHERE id = ANY($1)`,
        [back.map(image => image.id)],
      );
      const isMore = leaders.length === CHUNK;
      return {
        moves: back.map(image => moveOf(image, 'pending')),
        touched: [requestId],
        result: isMore,
        changeRequests: () =>
          this.advance(tx, requestId, cursor, isMore ? (leaders.at(-1)?.id ?? null) : null),
      };
    });
  }

  /**
   * Moves the cursor on. @throws ChunkTakenError when another process did: an image that it set back may have failed
   * anew by now, and is not to be tried again
   */
  private async advance(
    tx: EntityManager,
    requestId: string,
    from: string,
    to: string | null,
  ): Promise<void> {
    const [moved] = await tx.query<[unknown[], number]>(
      'UPDATE requests SET retry_cursor = $3 WHERE id = $1 AND retry_cursor = $2 RETURNING id',
      [requestId, from, to],
    );
    if (moved.length === 0) throw new ChunkTakenError();
  }
}
