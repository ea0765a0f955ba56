import type { LookupAddress } from 'node:dns';
import type { LookupLanes, Pace } from './lookup-lanes';

/** From here on a look-up was slow. */
const SLOW_MS = 1_000;

/**
 * One look-up of a name, for all who want its answer at the same time or soon after. It is called off when nobody waits
 * for it any more before its turn has come.
 */
export class LookUp {
  private readonly answer: Promise<LookupAddress[]>;
  private readonly calledOff = new AbortController();
  private waiting = 0;
  private hasBegun = false;
  private until = Infinity;

  /**
   * @param pace of this name as it was last time; the one of this time once it is over
   * @param rememberMs for how long its answer, a failure too, is good
   */
  constructor(
    public pace: Pace,
    lanes: LookupLanes,
    resolve: () => Promise<LookupAddress[]>,
    rememberMs: number,
  ) {
    this.answer = lanes
      .inTurn(pace, this.calledOff.signal, () => this.timed(resolve))
      .finally(() => (this.until = Date.now() + rememberMs));
    // Nobody may be left to hear of a failure.
    this.answer.catch(() => undefined);
  }

  /** Whether it can still be joined. */
  get isCurrent(): boolean {
    return !this.calledOff.signal.aborted && this.until > Date.now();
  }

  /** `signal` says that the answer is not wanted any more. @throws the resolver's error */
  async join(signal?: AbortSignal): Promise<LookupAddress[]> {
    const leave = () => {
      this.waiting--;
      if (this.waiting === 0 && !this.hasBegun) this.calledOff.abort();
    };
    this.waiting++;
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await this.answer;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  private async timed(resolve: () => Promise<LookupAddress[]>): Promise<LookupAddress[]> {
    this.hasBegun = true;
    const begun = performance.now();
    try {
      return await resolve();
    } finally {
      this.pace = performance.now() - begun < SLOW_MS ? 'quick' : 'slow';
    }
  }
}
