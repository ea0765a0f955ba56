import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WorkStatus } from '../../requests';
import type { ImageFailureCode } from '../image-failure';
import type { ImageOutcome } from '../image.entity';
import type { ImageMove } from './move';

interface CaughtUp {
  imageId: string;
  productId: string;
  requestId: string;
  to: WorkStatus;
  input: number | null;
  output: number | null;
  outcome: ImageOutcome | null;
  failure: ImageFailureCode | null;
}

/** Handles images that are imported when the first one with their URL is in the table already. */
@Injectable()
export class FollowerImages {
  /** Locks their leaders as they are until the transaction ends. */
  async lockLeaders(tx: EntityManager, leaderIds: string[]): Promise<{ id: string; url: string }[]> {
    if (leaderIds.length === 0) return [];
    return tx.query<{ id: string; url: string }[]>(
      `SELECT id, input_image_url AS url FROM images WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [leaderIds],
    );
  }

  /** Brings new followers to the state of their leaders, which may be under way or done. @returns their moves */
  async catchUp(tx: EntityManager, followerIds: string[]): Promise<ImageMove[]> {
    if (followerIds.length === 0) return [];
    const [rows] = await tx.query<[CaughtUp[], number]>(
      `UPDATE images f
          SET status = l.status, claim = l.claim, lease_until = l.lease_until, not_before = l.not_before,
              attempts = l.attempts, outcome = l.outcome, error_code = l.error_code,
              error_message = l.error_message, http_status = l.http_status, output_file = l.output_file,
              bytes_in = l.bytes_in, bytes_out = l.bytes_out, width = l.width, height = l.height,
              format = l.format, started_at = l.started_at, finished_at = l.finished_at
         FROM images l
        WHERE f.id = ANY($1) AND l.id = f.leader_id AND l.status <> 'pending'
       RETURNING f.id AS "imageId", f.product_id AS "productId", f.request_id AS "requestId", f.status AS "to",
                 f.bytes_in AS input, f.bytes_out AS output, f.outcome, f.error_code AS failure`,
      [followerIds],
    );
    return rows.map(({ input, output, outcome, failure, ...move }) => ({
      ...move,
      from: 'pending' as const,
      ...(output !== null && { bytes: { input: input ?? 0, output } }),
      ...(outcome && { outcome }),
      ...(failure && { failure }),
    }));
  }
}
