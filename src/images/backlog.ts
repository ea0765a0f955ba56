import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The work that waits, over all processes. */
export interface Backlog {
  /** The number of requests that have not finished. */
  requests: number;
  /** The number of their images, by state. */
  pending: number;
  processing: number;
  /**
   * Seconds for which the image that waits longest has been due, and could have been imported or taken up; 0 when none
   * is due.
   */
  oldestSeconds: number;
  /** The number of hosts that are left alone now, because they asked for it. */
  pausedHosts: number;
}

/**
 * The number of probes for the oldest image: one host of every request, those that wait longest first, then the next
 * host of each, and so on. Requests that wait for paused hosts, however old, thus hide no other before there are so many.
 */
const PROBES = 5_000;

/** Reads the backlog from the counters of unfinished requests and a few index probes, whatever the number of images. */
@Injectable()
export class Backlogs {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<Backlog> {
    const [backlog] = await this.dataSource.query<[Backlog]>(
      `WITH RECURSIVE
       unfinished AS MATERIALIZED (
         SELECT id, images_pending, images_processing,
                CASE WHEN run = 1 THEN created_at ELSE started_at END AS since,
                images_pending > 0 AND imported_images > 0 AND cancel_requested_at IS NULL AND deleted_at IS NULL
                  AS is_open,
                -- An import that somebody is at, or that is tried again in a moment, has a lease.
                CASE WHEN imported_at IS NULL AND cancel_requested_at IS NULL AND deleted_at IS NULL
                      AND coalesce(import_lease_until, created_at) <= now()
                     THEN greatest(created_at, import_lease_until) END AS to_import_since
           FROM requests WHERE status IN ('pending', 'processing')
       ),
       open AS (SELECT id, since FROM unfinished WHERE is_open ORDER BY since),
       -- A loose index scan, as the feed does it: one probe for each host, whatever waits behind it.
       hosts(request_id, since, host) AS (
         SELECT id, since, (SELECT min(host) FROM images
                             WHERE request_id = open.id AND status = 'pending' AND leader_id = id)
           FROM open
         UNION ALL
         SELECT request_id, since, (SELECT min(i.host) FROM images i
                                     WHERE i.request_id = h.request_id AND i.status = 'pending'
                                       AND i.leader_id = i.id AND i.host > h.host)
           FROM hosts h WHERE host IS NOT NULL
       ),
       due AS (
         SELECT greatest(h.since, (SELECT i.not_before FROM images i
                                    WHERE i.request_id = h.request_id AND i.host = h.host AND i.status = 'pending'
                                      AND i.leader_id = i.id AND i.not_before <= now()
                                    ORDER BY i.not_before LIMIT 1)) AS since
           -- Postgres evaluates no more of a recursive query than is asked for.
           FROM (SELECT * FROM hosts LIMIT $1) h
          WHERE h.host IS NOT NULL
            AND NOT EXISTS (SELECT FROM host_pauses p WHERE p.host = h.host AND p.until > now())
            AND EXISTS (SELECT FROM images i
                         WHERE i.request_id = h.request_id AND i.host = h.host AND i.status = 'pending'
                           AND i.leader_id = i.id AND i.not_before <= now())
       )
       SELECT count(*)::int AS requests, coalesce(sum(images_pending), 0)::float8 AS pending,
              coalesce(sum(images_processing), 0)::float8 AS processing,
              coalesce(extract(epoch FROM now() - least((SELECT min(since) FROM due), min(to_import_since))), 0)::float8
                AS "oldestSeconds",
              (SELECT count(*)::int FROM host_pauses WHERE until > now()) AS "pausedHosts"
         FROM unfinished`,
      [PROBES],
    );
    return backlog;
  }
}
