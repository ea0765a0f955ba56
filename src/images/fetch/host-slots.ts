import { Slots } from '../../common/outbound';

/** At most so many downloads from each host at a time. Hosts that nobody uses are forgotten. */
export class HostSlots {
  private readonly hosts = new Map<string, Slots>();

  constructor(private readonly perHost: number) {}

  /** Resolves to the function that gives the slot back. @throws the signal's reason */
  async acquire(host: string, signal: AbortSignal): Promise<() => void> {
    const slots = this.hosts.get(host) ?? new Slots(this.perHost);
    this.hosts.set(host, slots);
    const release = await slots.acquire(signal);
    return () => {
      release();
      if (slots.idle && this.hosts.get(host) === slots) this.hosts.delete(host);
    };
  }
}
