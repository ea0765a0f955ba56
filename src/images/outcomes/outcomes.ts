import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ClaimOutcome } from './outcome';
import { OutcomeWriter } from './outcome-writer';
import { isRefused, refusedOutcome } from './refused-outcome';

/** How long the first outcome of a group waits for others, in milliseconds. */
const GATHER_MS = 10;

/** Larger groups gain nothing, and hold locks for longer. */
const LARGEST_GROUP = 200;

/** Waits between tries while the database is away. */
const RETRY_MS = [100, 500, 1_000, 2_000];

interface Waiting {
  outcome: ClaimOutcome;
  recorded: () => void;
}

/**
 * Group commit: the outcomes of many images in one transaction, one transaction at a time in a process. An
 * outcome is not lost while the process lives: it is tried again until the database takes it, or refuses it.
 */
@Injectable()
export class Outcomes implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Outcomes.name);
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly writer: OutcomeWriter) {}

  /** Resolves when the outcome is committed, or turned out to be of an old claim. */
  record(outcome: ClaimOutcome): Promise<void> {
    return new Promise(recorded => {
      this.waiting.push({ outcome, recorded });
      this.flushing ??= this.flush();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.flushing;
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      if (this.waiting.length < LARGEST_GROUP) await delay(GATHER_MS);
      const group = this.waiting.splice(0, LARGEST_GROUP);
      await this.write(group.map(({ outcome }) => outcome));
      for (const { recorded } of group) recorded();
    }
    // In the same turn as the last look at `waiting`, so that no outcome comes in between and stays behind.
    this.flushing = null;
  }

  private async write(outcomes: ClaimOutcome[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.writer.write(outcomes);
        return;
      } catch (error) {
        if (isRefused(error)) return this.separate(outcomes, error);
        this.logger.warn({ err: error }, 'Could not record outcomes, trying again');
        // Leases run out by themselves; a stop does not wait for a database that is away.
        if (this.stopped) return;
        await delay(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      }
    }
  }

  /** The database will never take this group as it is: each one alone, so that only the bad one is lost. */
  private async separate(outcomes: ClaimOutcome[], error: unknown): Promise<void> {
    const [only, ...others] = outcomes;
    if (only && others.length === 0) {
      this.logger.error({ err: error, imageId: only.imageId }, 'The database refuses an outcome');
      if (only.outcome.kind !== 'failed') await this.write([refusedOutcome(only)]);
      return;
    }
    for (const outcome of outcomes) await this.write([outcome]);
  }
}
