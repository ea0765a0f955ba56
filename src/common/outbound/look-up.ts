import type { LookupAddress } from 'node:dns';
import { Deadline } from '../concurrency';
import type { LookupLanes, NamePace } from './lookup-lanes';
import { LookupsBusyError } from './lookups-busy-error';
import { OutboundError } from './outbound-error';

/** From here on a look-up was slow. */
const SLOW_MS = 1_000;

/** How long look-ups are good for, in milliseconds. */
export interface LookUpTimes {
  /** For so long an answer, a failure too, is used again. */
  rememberMs: number;
  /** For so long a look-up waits for its turn; less than what its askers wait, so that they hear why there was none. */
  patienceMs: number;
}

/**
 * One look-up of a name, for all who want its answer at the same time or soon after. It is called off when its turn has
 * not come before its patience ends, or nobody waits for it any more.
 */
export class LookUp {
  private readonly answer: Promise<LookupAddress[]>;
  private readonly abandoned = new AbortController();
  /** Until the turn comes. */
  private readonly patience: Deadline;
  private waiting = 0;
  /** By `performance.now()`. */
  private until = Infinity;

  /** @param pace of this name as it was last time; the one of this time once it is over */
  constructor(
    name: string,
    public pace: NamePace,
    lanes: LookupLanes,
    resolve: () => Promise<LookupAddress[]>,
    { rememberMs, patienceMs }: LookUpTimes,
  ) {
    this.patience = new Deadline(patienceMs, () => noTurn(name, pace), this.abandoned.signal);
    this.answer = lanes
      .inTurn(pace, this.patience.signal, () => this.timed(resolve))
      .finally(() => {
        this.patience.end();
        this.until = performance.now() + rememberMs;
      });
    // Nobody may be left to hear of a failure.
    this.answer.catch(() => undefined);
  }

  /** Whether it can still be joined. */
  get isCurrent(): boolean {
    return !this.patience.signal.aborted && this.until > performance.now();
  }

  /**
   * `signal` says that the answer is not wanted any more.
   * @throws the resolver's error
   * @throws OutboundError timeout, when there was no turn: LookupsBusyError unless the name itself hung before
   */
  async join(signal?: AbortSignal): Promise<LookupAddress[]> {
    const leave = () => {
      this.waiting--;
      // What has begun cannot be broken off, and its answer may still be of use.
      if (this.waiting === 0) this.abandoned.abort();
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
    this.patience.end();
    const begun = performance.now();
    const paceOr = (late: NamePace) => (performance.now() - begun < SLOW_MS ? 'quick' : late);
    try {
      const addresses = await resolve();
      this.pace = paceOr('slow');
      return addresses;
    } catch (error) {
      this.pace = paceOr('hanging');
      throw error;
    }
  }
}

/** A name that hung before has itself to blame, any other those that hang now. */
function noTurn(name: string, pace: NamePace): OutboundError {
  return pace === 'hanging'
    ? new OutboundError('timeout', `The name ${name} could not be looked up in time.`)
    : new LookupsBusyError(name);
}
