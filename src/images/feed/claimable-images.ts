import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Hosts of a request looked at in one round; the others come in the next. */
const HOSTS_A_ROUND = 500;

/** A request that has something to hand out. */
export interface OpenRequest {
  id: string;
  /** Its images that are handed out and not done, in the queue or at a worker. */
  underWay: number;
}

/** Which images could be claimed now. Reads only what the index `images_to_claim` holds, and locks nothing. */
@Injectable()
export class ClaimableImages {
  /** Requests that have something to hand out. */
  requests(manager: EntityManager): Promise<OpenRequest[]> {
    return manager.query<OpenRequest[]>(
      `SELECT id, images_processing AS "underWay" FROM requests
        WHERE status IN ('pending', 'processing') AND images_pending > 0
          AND cancel_requested_at IS NULL AND deleted_at IS NULL AND imported_images > 0`,
    );
  }

  /**
   * Up to `limit` leaders of a request that are due, in turns between its hosts, without those in `shunned`.
   * Hosts are found one index probe each (a loose index scan), beginning behind `afterHost`, so that a million
   * images of a paused host cost nothing and a thousand dead hosts do not hide a live one. Leaders that would take
   * over what became of the first image with their URL wait for it.
   */
  async of(
    tx: EntityManager,
    requestId: string,
    limit: number,
    shunned: string[],
    afterHost: string,
  ): Promise<{ id: string; host: string }[]> {
    return tx.query<{ id: string; host: string }[]>(
      `WITH RECURSIVE
       hosts(host, n) AS (
         (SELECT min(host), 1 FROM images
           WHERE request_id = $1 AND status = 'pending' AND leader_id = id AND host > $4)
         UNION ALL
         SELECT (SELECT min(i.host) FROM images i
                  WHERE i.request_id = $1 AND i.status = 'pending' AND i.leader_id = i.id AND i.host > hosts.host),
                hosts.n + 1
           FROM hosts WHERE hosts.host IS NOT NULL AND hosts.n < $5
       ),
       due(host) AS (
         SELECT host FROM hosts
          WHERE host IS NOT NULL AND host <> ALL($3)
            AND EXISTS (SELECT 1 FROM images i
                         WHERE i.request_id = $1 AND i.host = hosts.host AND i.status = 'pending'
                           AND i.leader_id = i.id AND i.not_before <= now())
       )
       SELECT image.id, image.host
         FROM due CROSS JOIN LATERAL (
           SELECT i.id, i.host, row_number() OVER (ORDER BY i.not_before, i.id) AS turn
             FROM images i
            WHERE i.request_id = $1 AND i.host = due.host AND i.status = 'pending' AND i.leader_id = i.id
              AND i.not_before <= now()
              AND (i.first_id IS NULL OR EXISTS (SELECT 1 FROM images f
                    WHERE f.id = i.first_id AND f.status NOT IN ('pending', 'processing')))
            ORDER BY i.not_before, i.id
            LIMIT (SELECT ceil($2::numeric / greatest(count(*), 1)) FROM due)
         ) image
        ORDER BY image.turn, image.host
        LIMIT $2`,
      [requestId, limit, shunned, afterHost, HOSTS_A_ROUND],
    );
  }
}
