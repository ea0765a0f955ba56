import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The number of hosts of a request that are looked at in one round, 4 µs each; the others come in the next. */
const HOSTS_A_ROUND = 1_000;

/** A request that has something to hand out, now or later. */
export interface OpenRequest {
  id: string;
  /** The number of its images that are not handed out, whether due or not. */
  pending: number;
  /** The number of its images that are handed out and not done, in the queue or at a worker. */
  underWay: number;
}

/** Hosts of a request that have something due. */
export interface DueHosts {
  hosts: string[];
  /** The host behind which there may be more; '' when all hosts that follow were looked at. */
  goOnBehind: string;
  /** Milliseconds until the first of the hosts that were looked at has something due; Infinity without any. */
  dueInMs: number;
}

/** An image that could be handed out. */
export interface ClaimableImage {
  id: string;
  host: string;
}

/** The SQL condition for a request that has images to hand out, now or later. */
const IS_OPEN = `status IN ('pending', 'processing') AND images_pending > 0
                 AND cancel_requested_at IS NULL AND deleted_at IS NULL AND imported_images > 0`;

/** Finds the images that could be claimed now. Reads only what the index `images_to_claim` holds, and locks nothing. */
@Injectable()
export class ClaimableImages {
  /** Tells at little cost whether any request is open. */
  async hasRequests(manager: EntityManager): Promise<boolean> {
    const [found] = await manager.query<[{ any: boolean }]>(
      `SELECT EXISTS (SELECT FROM requests WHERE ${IS_OPEN}) AS any`,
    );
    return found.any;
  }

  /** Finds the requests that have something to hand out, now or later. */
  requests(manager: EntityManager): Promise<OpenRequest[]> {
    return manager.query<OpenRequest[]>(
      `SELECT id, images_pending AS pending, images_processing AS "underWay" FROM requests WHERE ${IS_OPEN}`,
    );
  }

  /**
   * Finds up to `limit` hosts of a request that have a leader due and are neither paused nor in `excludedHosts`, in
   * their order behind `afterHost`. Each takes one index probe (a loose index scan): a million images of a paused host
   * cost one probe, and however many hosts have nothing to hand out, those behind them come when the next look goes on
   * there.
   */
  async hosts(
    tx: EntityManager,
    requestId: string,
    limit: number,
    excludedHosts: string[],
    afterHost: string,
  ): Promise<DueHosts> {
    const [due] = await tx.query<[DueHosts]>(
      `WITH RECURSIVE looked(host, due_at, is_due, hosts, due) AS (
         SELECT $4::text, NULL::timestamptz, false, 0, 0
         UNION ALL
         SELECT next.host, next.due_at, next.is_due, looked.hosts + 1, looked.due + next.is_due::int
           FROM looked CROSS JOIN LATERAL (
             SELECT first.host, first.due_at, first.due_at <= now() AND first.host <> ALL($3) AS is_due
               FROM (
                 SELECT i.host,
                        greatest(now(), i.not_before, (SELECT p.until FROM host_pauses p WHERE p.host = i.host)) AS due_at
                   FROM images i
                  WHERE i.request_id = $1 AND i.status = 'pending' AND i.leader_id = i.id AND i.host > looked.host
                  ORDER BY i.host, i.not_before
                  LIMIT 1
               ) first
           ) next
          WHERE looked.hosts < $5 AND looked.due < $2
       )
       SELECT coalesce(json_agg(host ORDER BY hosts) FILTER (WHERE is_due), '[]') AS hosts,
              CASE WHEN max(hosts) < $5 AND max(due) < $2 THEN '' ELSE max(host) END AS "goOnBehind",
              coalesce(1000 * extract(epoch FROM min(due_at) - now()), 'Infinity')::float8 AS "dueInMs"
         FROM looked`,
      [requestId, limit, excludedHosts, afterHost, HOSTS_A_ROUND],
    );
    return due;
  }

  /**
   * Finds up to `limit` leaders of a request that are due, in turns between `hosts`, without those that are paused or
   * in `excludedHosts`. Leaders that would take over what became of the first image with their URL wait for it.
   */
  images(
    tx: EntityManager,
    requestId: string,
    limit: number,
    excludedHosts: string[],
    hosts: string[],
  ): Promise<ClaimableImage[]> {
    return tx.query<ClaimableImage[]>(
      `SELECT image.id, image.host
         FROM unnest($4::text[]) WITH ORDINALITY AS due(host, place) CROSS JOIN LATERAL (
           SELECT i.id, i.host, row_number() OVER (ORDER BY i.not_before, i.id) AS turn
             FROM images i
            WHERE i.request_id = $1 AND i.host = due.host AND i.status = 'pending' AND i.leader_id = i.id
              AND i.not_before <= now()
              AND (i.first_id IS NULL OR EXISTS (SELECT 1 FROM images f
                    WHERE f.id = i.first_id AND f.status NOT IN ('pending', 'processing')))
            ORDER BY i.not_before, i.id
            LIMIT ceil($2::numeric / greatest(cardinality($4), 1))
         ) image
        WHERE ${isAvailable('due.host', '$3')}
        ORDER BY image.turn, due.place
        LIMIT $2`,
      [requestId, limit, excludedHosts, hosts],
    );
  }
}

/** Writes the SQL condition that a host may be asked for something: it is neither paused nor in `excludedHosts`. */
const isAvailable = (host: string, excludedHosts: string): string =>
  `(${host} <> ALL(${excludedHosts}) AND NOT EXISTS (SELECT FROM host_pauses p WHERE p.host = ${host} AND p.until > now()))`;
