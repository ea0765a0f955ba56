import { Deadline, Semaphore } from '../../common/concurrency';
import { RecentHosts } from '../recent-hosts';
import { DownloadLanes } from './download-lanes';
import { NoRoomError } from './no-room-error';

/** Nobody waits longer than this for a slot while holding a job that other hosts could use. */
const PATIENCE_MS = 1_000;

/** A share of the slots of a host: with fewer free ones it is not worth coming back to a slow host. */
const WORTHWHILE_SHARE = 0.25;

/** Images of a host for which there was no room come back then at the earliest; until then no other needs to try. */
const TURNED_AWAY_MS = 1_000;

/** Gives a slot back, with the milliseconds that the host took; null if it was not asked for anything. */
export type Leave = (tookMs: number | null) => void;

/** The slots of one host. */
interface Host {
  slots: Semaphore;
  /** The last download took PATIENCE_MS or longer, or somebody waited so long for a slot. */
  slow: boolean;
}

/** A host that asked to slow down is left alone until `until`, and then gets at most `limit` downloads at a time. */
interface Throttled {
  /** By `performance.now()`. */
  until: number;
  limit: number;
}

/**
 * Limits the downloads from each host at a time. A host that asked to slow down gets a single one after its pause, and
 * one more with each that it lets through: otherwise all waiting ones would come at once, again. Nobody waits long for
 * a slow host, since those who would wait hold jobs that images of other hosts need, and hosts that hang leave room for
 * the others. Unused hosts are forgotten, and those that asked to slow down after very many others did.
 */
export class HostSlots {
  private readonly hosts = new Map<string, Host>();
  private readonly throttled = new RecentHosts<Throttled>();
  private readonly lanes: DownloadLanes;
  /** The hosts for which there was no room, with the time until when nobody tries, by `performance.now()`. */
  private readonly turnedAway = new Map<string, number>();

  /**
   * @param perHost the most downloads from one host at a time
   * @param inAll the most downloads at a time
   */
  constructor(
    private readonly perHost: number,
    inAll: number,
  ) {
    this.lanes = new DownloadLanes(perHost, inAll);
  }

  /** The hosts for which no image should be handed out now: they are slow and busy, or there is no room for them. */
  saturatedHosts(): string[] {
    for (const [name, until] of this.turnedAway) {
      if (until <= performance.now()) this.turnedAway.delete(name);
    }
    const busy = [...this.hosts].flatMap(([name, { slots, slow }]) =>
      (slow && slots.free < slots.limit * WORTHWHILE_SHARE) || !this.lanes.hasRoomFor(name) ? [name] : [],
    );
    return [...new Set([...busy, ...this.turnedAway.keys()])];
  }

  /** The number of downloads from hosts that have brought nothing for a while. */
  get quiet(): number {
    return this.lanes.quiet;
  }

  /**
   * Takes a slot of a host.
   * @throws NoRoomError after a short wait; at once when the host is known to be slow, or there is no room for it
   * @throws the signal's reason
   */
  async acquire(name: string, signal: AbortSignal): Promise<Leave> {
    const host = this.host(name);
    const release = await this.turn(name, host, signal);
    if (this.lanes.hasRoomFor(name)) return this.taken(name, host, release, this.lanes.begin(name));
    release();
    this.forgetIdle(name, host);
    throw this.turnAway(name, name);
  }

  /**
   * Takes a slot of a host that `first` redirects to, and waits for it: coming back would repeat the redirects.
   * @throws NoRoomError at once when there is no room for the host; then `first` is not asked either for a while
   * @throws the signal's reason
   */
  async acquireBehind(first: string, name: string, signal: AbortSignal): Promise<Leave> {
    if (!this.lanes.hasRoomFor(name)) throw this.turnAway(first, name);
    return this.acquirePatiently(name, signal);
  }

  /** Takes a slot however long the wait is: for callers to whom coming back costs more. @throws the signal's reason */
  async acquirePatiently(name: string, signal: AbortSignal): Promise<Leave> {
    const host = this.host(name);
    // Who waits here takes up as much as a download does.
    const end = this.lanes.begin(name);
    try {
      return this.taken(name, host, await host.slots.acquire(signal), end);
    } catch (error) {
      end(null);
      this.forgetIdle(name, host);
      throw error;
    }
  }

  /** Milliseconds for which the host is still to be left alone. */
  pausedFor(host: string): number {
    return Math.max(0, (this.throttled.get(host)?.until ?? 0) - performance.now());
  }

  /** Notes that the host asked to be left alone for this time. */
  slowDown(host: string, pauseMs: number): void {
    const until = Math.max(this.throttled.get(host)?.until ?? 0, performance.now() + pauseMs);
    this.throttled.set(host, { until, limit: 1 });
    this.hosts.get(host)?.slots.resize(1);
  }

  /** Notes that the host has let a download through. */
  letThrough(host: string): void {
    const throttled = this.throttled.get(host);
    // A download that began before the pause and ended in it says nothing about the time after it.
    if (!throttled || throttled.until > performance.now()) return;
    throttled.limit++;
    this.hosts.get(host)?.slots.resize(throttled.limit);
    if (throttled.limit >= this.perHost) this.throttled.delete(host);
  }

  private turnAway(asked: string, name: string): NoRoomError {
    this.turnedAway.set(asked, performance.now() + TURNED_AWAY_MS);
    return noRoom(name);
  }

  private taken(name: string, host: Host, release: () => void, end: Leave): Leave {
    return tookMs => {
      end(tookMs);
      release();
      if (tookMs !== null) host.slow = tookMs >= PATIENCE_MS;
      this.forgetIdle(name, host);
    };
  }

  private host(name: string): Host {
    const known = this.hosts.get(name);
    if (known) return known;
    const host = { slots: new Semaphore(this.throttled.get(name)?.limit ?? this.perHost), slow: false };
    this.hosts.set(name, host);
    return host;
  }

  private async turn(name: string, host: Host, signal: AbortSignal): Promise<() => void> {
    if (host.slots.free > 0) return host.slots.acquire(signal);
    if (host.slow) throw noRoom(name);
    const patience = new Deadline(PATIENCE_MS, () => noRoom(name), signal);
    try {
      return await host.slots.acquire(patience.signal);
    } catch (error) {
      if (error instanceof NoRoomError) host.slow = true;
      throw error;
    } finally {
      patience.end();
    }
  }

  private forgetIdle(name: string, host: Host): void {
    if (host.slots.idle && this.hosts.get(name) === host) this.hosts.delete(name);
  }
}

const noRoom = (host: string) => new NoRoomError(`Slow downloads leave no room for one from ${host}.`);
