import { setTimeout as delay } from 'node:timers/promises';
import { isRefused } from './is-refused';

/** Larger groups gain nothing, and hold locks for longer. */
const LARGEST_GROUP = 200;

/** Waits between tries while the database is away. */
const RETRY_MS = [100, 500, 1_000, 2_000];

export interface GroupCommitOptions<T> {
  /** From the end of one transaction to the next at the least, in milliseconds: after a pause nobody waits. */
  intervalMs: number;
  /** So many wait for no others: for whom those who wait keep others from their work. */
  enough?: number;
  /** Writes a group in one transaction. */
  write(group: T[]): Promise<void>;
  /** Told of one that the database will never take as it is. */
  refused(item: T, error: unknown): Promise<void>;
  /** Told each time that the database is not there; the group is tried again. */
  away(error: unknown): void;
}

/**
 * Writes much in few transactions, one transaction at a time in a process. What is added is not lost while the
 * process lives: it is tried again until the database takes it, or refuses it.
 */
export class GroupCommit<T> {
  private waiting: { item: T; written: () => void }[] = [];
  private flushing: Promise<void> | null = null;
  private stopped = false;
  private isUrgent = false;
  /** Not before this time by `performance.now()`. */
  private next = 0;
  /** Ends the wait for others. */
  private complete = () => {};

  constructor(private readonly options: GroupCommitOptions<T>) {}

  /**
   * Resolves when it is committed or refused.
   * @param isUrgent its group is not to wait for others
   */
  add(item: T, isUrgent = false): Promise<void> {
    return new Promise(written => {
      this.waiting.push({ item, written });
      this.isUrgent ||= isUrgent;
      this.flushing ??= this.flush();
      if (!this.mayWait) this.complete();
    });
  }

  /** Writes what is there without waiting for others. */
  hurry(): void {
    if (this.waiting.length === 0) return;
    this.isUrgent = true;
    this.complete();
  }

  /** Waits for what is there, but not for a database that is away: leases run out by themselves. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.flushing;
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      if (this.mayWait) await this.gather();
      const group = this.waiting.splice(0, LARGEST_GROUP);
      // What did not fit into it may be what is urgent.
      this.isUrgent &&= this.waiting.length > 0;
      await this.write(group.map(({ item }) => item));
      this.next = performance.now() + this.options.intervalMs;
      for (const { written } of group) written();
    }
    // In the same turn as the last look at `waiting`, so that nothing comes in between and stays behind.
    this.flushing = null;
  }

  private get mayWait(): boolean {
    const { enough = LARGEST_GROUP } = this.options;
    return !this.isUrgent && this.waiting.length < Math.min(enough, LARGEST_GROUP);
  }

  private gather(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, this.next - performance.now());
      this.complete = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async write(group: T[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.options.write(group);
        return;
      } catch (error) {
        if (isRefused(error)) return this.separate(group, error);
        this.options.away(error);
        if (this.stopped) return;
        await delay(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      }
    }
  }

  /** The database will never take this group as it is: each one alone, so that only the bad one is left out. */
  private async separate(group: T[], error: unknown): Promise<void> {
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) return this.options.refused(only, error);
    for (const item of group) await this.write([item]);
  }
}
