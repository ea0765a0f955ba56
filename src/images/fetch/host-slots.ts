import { Slots } from '../../common/outbound';

/** A host that asked to slow down: until when it is left alone, and how many it is asked for at a time then. */
interface Throttled {
  until: number;
  limit: number;
}

/**
 * At most so many downloads from each host at a time. One that asked to slow down is asked for a single one after
 * its pause, and for one more with each that it lets through: otherwise all that wait would come at once, again.
 * Hosts that nobody uses are forgotten.
 */
export class HostSlots {
  private readonly hosts = new Map<string, Slots>();
  private readonly throttled = new Map<string, Throttled>();

  constructor(private readonly perHost: number) {}

  /** Resolves to the function that gives the slot back. @throws the signal's reason */
  async acquire(host: string, signal: AbortSignal): Promise<() => void> {
    const slots = this.hosts.get(host) ?? new Slots(this.throttled.get(host)?.limit ?? this.perHost);
    this.hosts.set(host, slots);
    const release = await slots.acquire(signal);
    return () => {
      release();
      if (slots.idle && this.hosts.get(host) === slots) this.hosts.delete(host);
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
    this.hosts.get(host)?.resize(1);
  }

  /** The host has let one through. */
  letThrough(host: string): void {
    const throttled = this.throttled.get(host);
    // Asked before the pause and answered in it, it says nothing of what comes after.
    if (!throttled || throttled.until > Date.now()) return;
    throttled.limit++;
    this.hosts.get(host)?.resize(throttled.limit);
    if (throttled.limit >= this.perHost) this.throttled.delete(host);
  }
}
