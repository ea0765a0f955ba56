import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PacedAnswers } from '../common/database';
import { HostPauseEntity } from './host-pause.entity';

/** A pause that ended so long ago says nothing about the next one: nobody asked the host in between. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** Listed of the hosts that a request waits for: enough to read, and to send with each event. */
const LISTED_HOSTS = 100;

/** What a worker learned of a host while it worked. */
export interface HostPause {
  host: string;
  until: Date;
}

/** A paused host, and how many leaders of a request wait for it. */
export interface WaitedForHost extends HostPause {
  images: number;
}

/**
 * The hosts that asked everybody to slow down. Postgres holds them for all workers; each process keeps a copy,
 * which its feed refreshes, so that a job which is already claimed stops before its request too.
 */
@Injectable()
export class HostPauses {
  private known = new Map<string, HostPauseEntity>();
  private readonly waitedFor = new PacedAnswers(requestId => this.countWaiting(requestId));

  constructor(private readonly dataSource: DataSource) {}

  /** Reads the pauses anew. There may be ten thousand, several times a second, so no entities are made of them. */
  async refresh(tx: EntityManager): Promise<void> {
    const rows = await tx.query<HostPauseEntity[]>(
      'SELECT host, until, throttled_since AS "throttledSince" FROM host_pauses',
    );
    this.known = new Map(rows.map(row => [row.host, row]));
  }

  /** The paused hosts that a request waits for: those with most of its images, and as of a while ago where it is large. */
  async waitedForBy(requestId: string): Promise<WaitedForHost[]> {
    const hosts = await this.waitedFor.of(requestId);
    return hosts.filter(({ until }) => until.getTime() > Date.now());
  }

  /** Until when this host is to be left alone; null when it is not paused. */
  until(host: string): Date | null {
    const pause = this.known.get(host);
    return pause && pause.until.getTime() > Date.now() ? pause.until : null;
  }

  /** Milliseconds since when the host has let nothing through. */
  throttledFor(host: string): number {
    const pause = this.standing(host);
    return pause ? Date.now() - pause.throttledSince.getTime() : 0;
  }

  /** At once for this process; the others learn of it by `record`. */
  note(host: string, until: Date): void {
    const throttledSince = this.standing(host)?.throttledSince ?? new Date();
    this.known.set(host, { host, until, throttledSince });
  }

  /**
   * Makes known to every process which hosts let something through and which asked for a pause. Workers do this
   * for many hosts at a time, so all of them are locked in one order before the first one changes.
   */
  async record(tx: EntityManager, letThrough: string[], pauses: HostPause[]): Promise<void> {
    const ended = [...new Set(letThrough)].filter(host => this.known.has(host)).sort();
    if (ended.length === 0 && pauses.length === 0) return;
    const endedBefore = forgottenBefore();
    await tx.query('SELECT FROM host_pauses WHERE host = ANY($1) OR until < $2 ORDER BY host FOR UPDATE', [
      [...ended, ...pauses.map(({ host }) => host)],
      endedBefore,
    ]);
    await tx.query('DELETE FROM host_pauses WHERE until < $1', [endedBefore]);
    await this.end(tx, ended);
    await this.save(tx, pauses);
  }

  /** Counts index entries: 0.2 to 0.8 s for a million images. */
  private countWaiting(requestId: string): Promise<WaitedForHost[]> {
    return this.dataSource.query(
      `SELECT p.host, p.until, w.images
         FROM host_pauses p
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS images FROM images i
           WHERE i.request_id = $1 AND i.host = p.host AND i.status = 'pending' AND i.leader_id = i.id
        ) w
        WHERE p.until > now() AND w.images > 0
        ORDER BY w.images DESC, p.host
        LIMIT $2`,
      [requestId, LISTED_HOSTS],
    );
  }

  /** What is known of a host, unless it is so old that it says nothing. */
  private standing(host: string): HostPauseEntity | undefined {
    const pause = this.known.get(host);
    return pause && pause.until >= forgottenBefore() ? pause : undefined;
  }

  /** A later end wins. */
  private async save(tx: EntityManager, pauses: HostPause[]): Promise<void> {
    if (pauses.length === 0) return;
    const latest = new Map<string, Date>();
    for (const { host, until } of pauses) {
      const other = latest.get(host);
      if (!other || other < until) latest.set(host, until);
    }
    const hosts = [...latest.keys()].sort();
    await tx.query(
      `INSERT INTO host_pauses AS p (host, until, throttled_since)
       SELECT host, until, now() FROM unnest($1::text[], $2::timestamptz[]) AS n(host, until)
       ON CONFLICT (host) DO UPDATE
         SET until = greatest(p.until, excluded.until)`,
      [hosts, hosts.map(host => latest.get(host))],
    );
  }

  /** Hosts that let something through are no longer throttled. */
  private async end(tx: EntityManager, hosts: string[]): Promise<void> {
    if (hosts.length === 0) return;
    await tx.query(`DELETE FROM host_pauses WHERE host = ANY($1) AND until <= now()`, [hosts]);
    await tx.query(`UPDATE host_pauses SET throttled_since = now() WHERE host = ANY($1)`, [hosts]);
  }
}

/** Pauses that ended before this time are forgotten. */
const forgottenBefore = () => new Date(Date.now() - FORGOTTEN_AFTER_MS);
