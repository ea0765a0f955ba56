import { CONCURRENT_LOOKUPS } from './concurrent-lookups';
import { Semaphore } from '../concurrency';

/** How a name's last look-up went; `unknown` before the first. What was slow and failed is `hanging`. */
export type NamePace = 'quick' | 'unknown' | 'slow' | 'hanging';

/**
 * Turns for look-ups. One that hangs keeps its slot, since nothing can break it off. So names that may hang get no more
 * than half of the slots, and those that were slow last time half of these: names that answer have slots of their own,
 * and new ones too.
 */
export class LookupLanes {
  private readonly lanes: Record<NamePace, Semaphore[]>;

  constructor() {
    const all = new Semaphore(CONCURRENT_LOOKUPS);
    const doubtful = new Semaphore(CONCURRENT_LOOKUPS / 2);
    const slow = new Semaphore(CONCURRENT_LOOKUPS / 4);
    // The narrowest first: who waits for it takes up no room in the others.
    const narrow = [slow, doubtful, all];
    this.lanes = { quick: [all], unknown: [doubtful, all], slow: narrow, hanging: narrow };
  }

  /** @throws the signal's reason when it is aborted before the turn has come */
  async inTurn<T>(pace: NamePace, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const taken: (() => void)[] = [];
    try {
      for (const slots of this.lanes[pace]) taken.push(await slots.acquire(signal));
      return await work();
    } finally {
      for (const release of taken) release();
    }
  }
}
