import { Deadline, Slots } from '../../common/outbound';
import { HostCrowdedError } from './host-crowded-error';

/** Longer than that nobody waits for a slot while holding a job that other hosts could use. */
const PATIENCE_MS = 1_000;

/** Of a host's slots; with fewer free ones it is not worth coming back to a slow host. */
const WORTHWHILE_SHARE = 0.25;

/** The slots of one host. */
interface Host {
  slots: Slots;
  /** The last download took PATIENCE_MS or longer, or somebody waited so long for a slot. */
  slow: boolean;
}

/** A host that asked to slow down: until when it is left alone, and how many it is asked for at a time then. */
interface Throttled {
  until: number;
  limit: number;
}

/**
 * At most so many downloads from each host at a time. One that asked to slow down is asked for a single one after
 * its pause, and for one more with each that it lets through: otherwise all that wait would come at once, again.
 * Nobody waits long for a slow host: those who would wait hold the jobs that images of other hosts need. Hosts that
 * nobody uses are forgotten.
 */
export class HostSlots {
  private readonly hosts = new Map<string, Host>();
  private readonly throttled = new Map<string, Throttled>();

  constructor(private readonly perHost: number) {}

  /** The hosts that nobody should come to now, as they are slow and busy. */
  crowded(): string[] {
    return [...this.hosts].flatMap(([name, { slots, slow }]) =>
      slow && slots.free < slots.limit * WORTHWHILE_SHARE ? [name] : [],
    );
  }

  /**
   * Resolves to the function that gives the slot back.
   * @throws HostCrowdedError after a short wait; at once when the host is known to be slow
   * @throws the signal's reason
   */
  async acquire(name: string, signal: AbortSignal): Promise<() => void> {
    const host = this.host(name);
    const release = await this.turn(name, host, signal);
    const begun = Date.now();
    return () => {
      release();
      host.slow = Date.now() - begun >= PATIENCE_MS;
      this.forgetIdle(name, host);
    };
  }

  /** However long it takes: for whom coming back costs more. @throws the signal's reason */
  async acquirePatiently(name: string, signal: AbortSignal): Promise<() => void> {
    const host = this.host(name);
    const release = await host.slots.acquire(signal);
    return () => {
      release();
      this.forgetIdle(name, host);
    };
  }

  /** Milliseconds for which the host is still to be left alone. */
  pausedFor(host: string): number {
    return Math.max(0, (this.throttled.get(host)?.until ?? 0) - Date.now());
  }

  /** The host wants to be left alone for so long. */
  slowDown(host: string, pauseMs: number): void {
    const until = Math.max(this.throttled.get(host)?.until ?? 0, Date.now() + pauseMs);
    this.throttled.set(host, { until, limit: 1 });
    this.hosts.get(host)?.slots.resize(1);
  }

  /** The host has let one through. */
  letThrough(host: string): void {
    const throttled = this.throttled.get(host);
    // Asked before the pause and answered in it, it says nothing of what comes after.
    if (!throttled || throttled.until > Date.now()) return;
    throttled.limit++;
    this.hosts.get(host)?.slots.resize(throttled.limit);
    if (throttled.limit >= this.perHost) this.throttled.delete(host);
  }

  private host(name: string): Host {
    const known = this.hosts.get(name);
    if (known) return known;
    const host = { slots: new Slots(this.throttled.get(name)?.limit ?? this.perHost), slow: false };
    this.hosts.set(name, host);
    return host;
  }

  private async turn(name: string, host: Host, signal: AbortSignal): Promise<() => void> {
    if (host.slots.free > 0) return host.slots.acquire(signal);
    if (host.slow) throw new HostCrowdedError(name);
    const patience = new Deadline(PATIENCE_MS, () => new HostCrowdedError(name), signal);
    try {
      return await host.slots.acquire(patience.signal);
    } catch (error) {
      if (error instanceof HostCrowdedError) host.slow = true;
      throw error;
    } finally {
      patience.end();
    }
  }

  private forgetIdle(name: string, host: Host): void {
    if (host.slots.idle && this.hosts.get(name) === host) this.hosts.delete(name);
  }
}
