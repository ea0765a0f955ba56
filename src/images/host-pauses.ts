import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PacedAnswers } from '../common/caching';
import { RecentHosts } from './recent-hosts';

/** A pause that ended so long ago says nothing about the next one: nobody asked the host in between. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;
const IS_FORGOTTEN = `until < now() - interval '${FORGOTTEN_AFTER_MS} ms'`;

/** The most forgotten pauses that are deleted with those that are recorded: more than there are of the latter. */
const DELETED_AT_ONCE = 1_000;

/** The most hosts that are listed of those that a request waits for: enough to read, and to send with each event. */
const LISTED_HOSTS = 100;

/** Writes the SQL that reads the pause of a host, for `learn`; its value is null where there is none. */
export const pauseOf = (host: string): string =>
  `(SELECT jsonb_build_object('leftMs', 1000 * extract(epoch FROM p.until - clock_timestamp()),
                              'throttledMs', 1000 * extract(epoch FROM clock_timestamp() - p.throttled_since))
      FROM host_pauses p WHERE p.host = ${host})`;

/** The pause of a host as Postgres has it: how long it still lasts, and for how long nothing has been let through. */
export interface ReadPause {
  /** Negative when it is over. */
  leftMs: number;
  throttledMs: number;
}

/** The pause of a host, as a worker learned of it: for how long it is to be left alone from now on. */
export interface HostPause {
  host: string;
  pauseMs: number;
}

/** A paused host, and how many leaders of a request wait for it. */
export interface WaitedForHost {
  host: string;
  until: Date;
  images: number;
}

/** A pause as this process knows it, by `performance.now()`: its clock may differ from that of the database. */
interface KnownPause {
  endsAt: number;
  throttledSince: number;
  /** Whether this process noted it: Postgres may not have it yet. */
  isNoted: boolean;
}

/**
 * The hosts that asked everybody to slow down. Postgres holds them for all workers, and there may be a million. A process
 * learns of that of a host with each image of it that it takes up, and remembers the last ones, so that a job which is
 * already claimed stops before its request too.
 */
@Injectable()
export class HostPauses {
  private readonly known = new RecentHosts<KnownPause>();
  private readonly waitedFor = new PacedAnswers(requestId => this.countWaiting(requestId));

  constructor(private readonly dataSource: DataSource) {}

  /** Reads the pause of a host anew. */
  async read(tx: EntityManager, host: string): Promise<void> {
    const [{ pause }] = await tx.query<[{ pause: ReadPause | null }]>(
      `SELECT ${pauseOf('$1::text')} AS pause`,
      [host],
    );
    this.learn(host, pause);
  }

  /** Takes in the pause of a host as Postgres has it at this moment. */
  learn(host: string, pause: ReadPause | null): void {
    const now = performance.now();
    const known = this.known.get(host);
    if (known?.isNoted && known.endsAt > now) return;
    if (pause) {
      const throttledSince = now - pause.throttledMs;
      this.known.set(host, { endsAt: now + pause.leftMs, throttledSince, isNoted: false });
    } else {
      this.known.delete(host);
    }
  }

  /** Lists the paused hosts that a request waits for, most images first; of a large request, as of a while ago. */
  async waitedForBy(requestId: string): Promise<WaitedForHost[]> {
    const hosts = await this.waitedFor.of(requestId);
    return hosts.filter(({ until }) => until.getTime() > Date.now());
  }

  /** Gives the milliseconds for which a host is to be left alone; null when it is not paused. */
  pausedForMs(host: string): number | null {
    const leftMs = (this.known.get(host)?.endsAt ?? 0) - performance.now();
    return leftMs > 0 ? leftMs : null;
  }

  /** Gives the milliseconds for which a host has let nothing through. */
  throttledFor(host: string): number {
    const pause = this.standing(host);
    return pause ? performance.now() - pause.throttledSince : 0;
  }

  /** Notes a pause for this process, at once; the others learn of it by `record`. */
  note(host: string, pauseMs: number): void {
    const now = performance.now();
    const throttledSince = this.standing(host)?.throttledSince ?? now;
    this.known.set(host, { endsAt: now + pauseMs, throttledSince, isNoted: true });
  }

  /**
   * Makes known to every process which hosts let something through and which asked for a pause. Workers do this
   * for many hosts at a time, so all of them are locked in one order before the first one changes. Forgotten pauses are
   * deleted on the way.
   */
  async record(tx: EntityManager, letThrough: string[], pauses: HostPause[]): Promise<void> {
    const ended = [...new Set(letThrough)].filter(host => this.known.has(host)).sort();
    if (ended.length === 0 && pauses.length === 0) return;
    const forgotten = await tx.query<{ host: string }[]>(
      `SELECT host FROM host_pauses WHERE ${IS_FORGOTTEN} ORDER BY until LIMIT ${DELETED_AT_ONCE}`,
    );
    const hosts = [...ended, ...[...pauses, ...forgotten].map(({ host }) => host)];
    await tx.query(`SELECT FROM host_pauses WHERE host = ANY($1) ORDER BY host FOR UPDATE`, [hosts]);
    await tx.query(`DELETE FROM host_pauses WHERE host = ANY($1) AND ${IS_FORGOTTEN}`, [hosts]);
    await this.end(tx, ended);
    for (const host of ended) this.noteThrottledSince(host, performance.now());
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

  /** Gives what is known of a host, unless it is so old that it says nothing. */
  private standing(host: string): KnownPause | undefined {
    const pause = this.known.get(host);
    return pause && pause.endsAt >= performance.now() - FORGOTTEN_AFTER_MS ? pause : undefined;
  }

  /** Keeps what is known, as the transaction may be tried again. */
  private noteThrottledSince(host: string, throttledSince: number): void {
    const pause = this.known.get(host);
    if (pause) pause.throttledSince = throttledSince;
  }

  /** Saves pauses, of several ends the latest, and learns since when each host has let nothing through anywhere. */
  private async save(tx: EntityManager, pauses: HostPause[]): Promise<void> {
    if (pauses.length === 0) return;
    const longest = new Map<string, number>();
    for (const { host, pauseMs } of pauses) longest.set(host, Math.max(pauseMs, longest.get(host) ?? 0));
    const hosts = [...longest.keys()].sort();
    const now = performance.now();
    const saved = await tx.query<{ host: string; throttledMs: number }[]>(
      `INSERT INTO host_pauses AS p (host, until, throttled_since)
       SELECT host, now() + make_interval(secs => pause_ms / 1000), now()
         FROM unnest($1::text[], $2::float8[]) AS n(host, pause_ms)
       ON CONFLICT (host) DO UPDATE
         SET until = greatest(p.until, excluded.until)
       RETURNING host, 1000 * extract(epoch FROM now() - throttled_since)::float8 AS "throttledMs"`,
      [hosts, hosts.map(host => longest.get(host))],
    );
    for (const { host, throttledMs } of saved) this.noteThrottledSince(host, now - throttledMs);
  }

  /** Ends the throttling of hosts that let something through. */
  private async end(tx: EntityManager, hosts: string[]): Promise<void> {
    if (hosts.length === 0) return;
    await tx.query(`DELETE FROM host_pauses WHERE host = ANY($1) AND until <= now()`, [hosts]);
    await tx.query(`UPDATE host_pauses SET throttled_since = now() WHERE host = ANY($1)`, [hosts]);
  }
}
