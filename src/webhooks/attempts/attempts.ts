import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { QueryFailedError } from 'typeorm';
import { WebhooksAttemptedEvent } from '../webhooks-attempted.event';
import type { Attempt } from './attempt';
import { AttemptWriter } from './attempt-writer';

/** How long the first attempt of a group waits for others, in milliseconds. */
const GATHER_MS = 5;

/** Larger groups gain nothing, and hold locks for longer. */
const LARGEST_GROUP = 200;

/** Waits between tries while the database is away. */
const RETRY_MS = [100, 500, 1_000, 2_000];

/** Postgres classes for what no repetition mends: bad data, a broken constraint, a statement that is wrong. */
const REFUSED = /^(22|23|42)/;

interface Waiting {
  attempt: Attempt;
  recorded: () => void;
}

/**
 * Group commit: many attempts in one transaction, one transaction at a time in a process. What was sent is not
 * forgotten while the process lives: it is tried again until the database takes it.
 */
@Injectable()
export class Attempts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Attempts.name);
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly writer: AttemptWriter,
    private readonly events: EventEmitter2,
  ) {}

  /** Resolves when the attempt is committed, or turned out to be of an old claim. */
  record(attempt: Attempt): Promise<void> {
    return new Promise(recorded => {
      this.waiting.push({ attempt, recorded });
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
      await this.write(group.map(({ attempt }) => attempt));
      for (const { recorded } of group) recorded();
    }
    // In the same turn as the last look at `waiting`, so that no attempt comes in between and stays behind.
    this.flushing = null;
  }

  private async write(attempts: Attempt[]): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        this.report(attempts, new Set(await this.writer.write(attempts)));
        return;
      } catch (error) {
        if (isRefused(error)) return this.separate(attempts, error);
        this.logger.warn({ err: error }, 'Could not record webhook attempts, trying again');
        // Leases run out by themselves; a stop does not wait for a database that is away.
        if (this.stopped) return;
        await delay(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      }
    }
  }

  /** The database will never take this group as it is: each one alone, so that only the bad one is lost. */
  private async separate(attempts: Attempt[], error: unknown): Promise<void> {
    const [only, ...others] = attempts;
    if (only && others.length === 0) {
      this.logger.error(
        { err: error, deliveryId: only.delivery.deliveryId },
        'The database refuses an attempt',
      );
      await this.writer.giveUp(only).catch(() => undefined);
      return;
    }
    for (const attempt of attempts) await this.write([attempt]);
  }

  private report(attempts: Attempt[], standing: Set<Attempt>): void {
    const reports = attempts.map(attempt => {
      const { status } = attempt.next;
      const outcome = !standing.has(attempt) ? 'dropped' : status === 'pending' ? 'retry' : status;
      const { receiver, type } = attempt.delivery;
      return { receiver, type, outcome, latencyMs: attempt.answer.latencyMs } as const;
    });
    this.events.emit(WebhooksAttemptedEvent.NAME, new WebhooksAttemptedEvent(reports));
  }
}

function isRefused(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : null;
  return cause instanceof Error && 'code' in cause && REFUSED.test(String(cause.code));
}
