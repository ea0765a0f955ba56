/** How a host's downloads go; `unknown` until the first has ended, or hangs. */
type HostPace = 'answers' | 'unknown' | 'hangs';

/** A host hangs when its last download took so long, and one that answered when none of its downloads ends for so long. */
const HANGING_MS = 5_000;

/** A host is quiet when none of its downloads ends for so long; an unknown one hangs then. */
const QUIET_MS = 1_000;

/**
 * The shares of all downloads for hosts that hang, for unknown ones, and for both together. The quarter that is left is
 * for hosts that answer.
 */
const SHARES = { hangs: 1 / 2, unknown: 1 / 2, both: 3 / 4 };

/** The number of hosts whose pace is remembered. */
const MOST_REMEMBERED = 1_000;

/** The downloads from a host that are under way. */
interface UnderWay {
  downloads: number;
  /** When the last one ended, or the first one began, by `performance.now()`. */
  quietSince: number;
}

/**
 * Keeps room for the hosts that answer: a few others that hang would take up all downloads between them, and hold up
 * everybody for as long as a download may take. One host may always have DOWNLOADS_PER_HOST: where that is more than
 * three quarters, nothing is kept.
 */
export class DownloadLanes {
  /** How the last download went, by host; the most recent at the end. */
  private readonly last = new Map<string, HostPace>();
  private readonly underWay = new Map<string, UnderWay>();

  /**
   * @param perHost the most downloads from one host at a time
   * @param inAll the most downloads at a time
   */
  constructor(
    private readonly perHost: number,
    private readonly inAll: number,
  ) {}

  /** Whether a download from the host would leave the room that is kept for others. */
  hasRoomFor(host: string): boolean {
    const pace = this.paceOf(host);
    if (pace === 'answers') return true;
    const taken = { hangs: this.downloadsAt('hangs'), unknown: this.downloadsAt('unknown') };
    return taken[pace] < this.most(SHARES[pace]) && taken.hangs + taken.unknown < this.most(SHARES.both);
  }

  /**
   * Notes that a download begins.
   * @returns the function to call at its end, with the milliseconds that the host took; null if it was not asked
   */
  begin(host: string): (tookMs: number | null) => void {
    const underWay = this.underWay.get(host) ?? { downloads: 0, quietSince: performance.now() };
    this.underWay.set(host, underWay);
    underWay.downloads++;
    return tookMs => {
      if (--underWay.downloads === 0) this.underWay.delete(host);
      if (tookMs === null) return;
      underWay.quietSince = performance.now();
      this.remember(host, tookMs < HANGING_MS ? 'answers' : 'hangs');
    };
  }

  /** The number of downloads from quiet hosts: what they take up is not given back soon. */
  get quiet(): number {
    let count = 0;
    for (const [host, { downloads }] of this.underWay) if (this.quietMs(host) >= QUIET_MS) count += downloads;
    return count;
  }

  private remember(host: string, pace: HostPace): void {
    this.last.delete(host);
    this.last.set(host, pace);
    if (this.last.size <= MOST_REMEMBERED) return;
    const [oldest] = this.last.keys();
    this.last.delete(oldest!);
  }

  private paceOf(host: string): HostPace {
    const last = this.last.get(host) ?? 'unknown';
    return this.quietMs(host) >= (last === 'answers' ? HANGING_MS : QUIET_MS) ? 'hangs' : last;
  }

  private quietMs(host: string): number {
    const underWay = this.underWay.get(host);
    return underWay ? performance.now() - underWay.quietSince : 0;
  }

  private downloadsAt(pace: HostPace): number {
    let count = 0;
    for (const [host, { downloads }] of this.underWay) if (this.paceOf(host) === pace) count += downloads;
    return count;
  }

  private most(share: number): number {
    return Math.max(this.perHost, Math.floor(this.inAll * share));
  }
}
