/** `unknown` until a first download has ended, or brings nothing for too long. */
type Pace = 'answers' | 'unknown' | 'hangs';

/** A host hangs when its last download took so long, or when it has brought nothing for so long and did before. */
const HANGING_MS = 5_000;

/** A host that has brought nothing for so long is quiet, and if it is unknown it hangs. */
const QUIET_MS = 1_000;

/** The share of all downloads for hosts of a pace, and for those of both: to hosts that answer a quarter is always open. */
const SHARES = { hangs: 1 / 2, unknown: 1 / 2, both: 3 / 4 };

/** The number of hosts whose pace is remembered. */
const MOST_REMEMBERED = 1_000;

/** The downloads from a host that are under way. */
interface UnderWay {
  downloads: number;
  /** When the last one ended, or the first one began. */
  quietSince: number;
}

/**
 * Keeps room for the hosts that answer: a few others that hang would take up all downloads between them, and hold up
 * everybody for as long as a download may take. A host alone may have as many as DOWNLOADS_PER_HOST allows.
 */
export class DownloadLanes {
  /** How the last download went, by host; the most recent at the end. */
  private readonly last = new Map<string, Pace>();
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

  /** Notes that a download begins. @returns the function to call at its end */
  begin(host: string): () => void {
    const begun = Date.now();
    const underWay = this.underWay.get(host) ?? { downloads: 0, quietSince: begun };
    this.underWay.set(host, underWay);
    underWay.downloads++;
    return () => {
      underWay.quietSince = Date.now();
      if (--underWay.downloads === 0) this.underWay.delete(host);
      this.remember(host, Date.now() - begun < HANGING_MS ? 'answers' : 'hangs');
    };
  }

  /** The number of downloads from quiet hosts: what they take up is not given back soon. */
  get quiet(): number {
    let count = 0;
    for (const [host, { downloads }] of this.underWay) if (this.quietMs(host) >= QUIET_MS) count += downloads;
    return count;
  }

  private remember(host: string, pace: Pace): void {
    this.last.delete(host);
    this.last.set(host, pace);
    if (this.last.size <= MOST_REMEMBERED) return;
    const [oldest] = this.last.keys();
    this.last.delete(oldest!);
  }

  private paceOf(host: string): Pace {
    const last = this.last.get(host) ?? 'unknown';
    return this.quietMs(host) >= (last === 'answers' ? HANGING_MS : QUIET_MS) ? 'hangs' : last;
  }

  private quietMs(host: string): number {
    const underWay = this.underWay.get(host);
    return underWay ? Date.now() - underWay.quietSince : 0;
  }

  private downloadsAt(pace: Pace): number {
    let count = 0;
    for (const [host, { downloads }] of this.underWay) if (this.paceOf(host) === pace) count += downloads;
    return count;
  }

  private most(share: number): number {
    return Math.max(this.perHost, Math.floor(this.inAll * share));
  }
}
