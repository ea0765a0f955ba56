import { type LookupAddress, promises as dns } from 'node:dns';
import { LookUp, type LookUpTimes } from './look-up';
import { LookupLanes } from './lookup-lanes';

export type Resolve = (name: string) => Promise<LookupAddress[]>;

const REMEMBERED_NAMES = 5_000;

/** All addresses of a name, from the system's resolver (it honours /etc/hosts). Answers are not judged here. */
export class NameResolver {
  /** The last one of each name. */
  private readonly lookUps = new Map<string, LookUp>();
  private readonly lanes = new LookupLanes();

  constructor(
    private readonly resolve: Resolve = name => dns.lookup(name, { all: true }),
    private readonly times: LookUpTimes,
  ) {}

  /** `signal` says that the answer is not wanted any more. @throws what `LookUp.join` throws */
  async addressesOf(name: string, signal?: AbortSignal): Promise<LookupAddress[]> {
    signal?.throwIfAborted();
    const last = this.lookUps.get(name);
    if (last?.isCurrent) return last.join(signal);

    const pace = last?.pace ?? 'unknown';
    const lookUp = new LookUp(name, pace, this.lanes, () => this.resolve(name), this.times);
    this.remember(name, lookUp);
    return lookUp.join(signal);
  }

  private remember(name: string, lookUp: LookUp): void {
    this.lookUps.delete(name);
    const [oldest] = this.lookUps.keys();
    if (oldest !== undefined && this.lookUps.size >= REMEMBERED_NAMES) this.lookUps.delete(oldest);
    this.lookUps.set(name, lookUp);
  }
}
