import { setTimeout as delay } from 'node:timers/promises';
import { isRefused, isTurnedDown } from './is-refused';

/** Larger groups gain nothing and hold locks for longer. */
const LARGEST_GROUP = 200;

/**
 * How often Postgres may turn a group down, for whatever reason, until one of its items is taken for the cause: what can
 * never be written must not hold up all others of its process.
 */
const PATIENCE = 10;

/** Waits between tries while the database is away. */
const RETRY_MS = [100, 500, 1_000, 2_000];

export interface GroupCommitOptions<T> {
  /** Minimum gap between two transactions, in milliseconds. After an idle gap the first item is written at once. */
  intervalMs: number;
  /** A group of so many items is written at once, even before `intervalMs` has passed. */
  enough?(): number;
  /** Writes a group in one transaction. */
  write(group: T[]): Promise<void>;
  /** Hears of an item that the database does not take as it is. */
  refused(item: T, error: unknown): Promise<void>;
  /** Hears each time that a group could not be written; it is tried again. */
  away(error: unknown): void;
}

/**
 * Writes many items in few transactions, one transaction at a time in a process. An added item is not lost while the
 * process lives: it is tried again until the database takes or refuses it.
 */
export class GroupCommit<T> {
  private waiting: { item: T; written: () => void }[] = [];
  private flushing: Promise<void> | null = null;
  private stopped = false;
  private isUrgent = false;
  /** The next transaction does not begin before this time, by `performance.now()`. */
  private next = 0;
  /** Ends the wait for further items. */
  private complete = () => {};

  constructor(private readonly options: GroupCommitOptions<T>) {}

  /**
   * Adds an item, and resolves when it is committed or refused.
   * @param isUrgent whether its group is written without waiting for further items
   */
  add(item: T, isUrgent = false): Promise<void> {
    return new Promise(written => {
      this.waiting.push({ item, written });
      this.isUrgent ||= isUrgent;
      this.flushing ??= this.flush();
      if (!this.mayWait) this.complete();
    });
  }

  /** Writes the waiting items without waiting for further ones. */
  hurry(): void {
    if (this.waiting.length === 0) return;
    this.isUrgent = true;
    this.complete();
  }

  /** Waits until the waiting items are written, but not for a database that is away: leases run out by themselves. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.flushing;
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      if (this.mayWait) await this.gather();
      const group = this.waiting.splice(0, LARGEST_GROUP);
      // The items that did not fit into the group may be the urgent ones.
      this.isUrgent &&= this.waiting.length > 0;
      await this.write(group.map(({ item }) => item));
      this.next = performance.now() + this.options.intervalMs;
      for (const { written } of group) written();
    }
    // In the same turn as the last look at `waiting`, so that nothing comes in between and stays behind.
    this.flushing = null;
  }

  private get mayWait(): boolean {
    const enough = this.options.enough?.() ?? LARGEST_GROUP;
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
    let turnedDown = 0;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.options.write(group);
        return;
      } catch (error) {
        if (isTurnedDown(error)) turnedDown++;
        if (isRefused(error) || turnedDown === PATIENCE) return this.separate(group, error);
        this.options.away(error);
        if (this.stopped) return;
        await delay(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      }
    }
  }

  /** Writes the items of a group that the database refuses one by one, so that only the bad one is left out. */
  private async separate(group: T[], error: unknown): Promise<void> {
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) return this.options.refused(only, error);
    for (const item of group) await this.write([item]);
  }
}
