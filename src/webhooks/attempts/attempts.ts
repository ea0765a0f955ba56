import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { GroupCommit } from '../../common/database';
import { WebhooksAttemptedEvent } from '../webhooks-attempted.event';
import type { Attempt } from './attempt';
import { AttemptWriter } from './attempt-writer';
import type { NextAttempt } from './next-attempt';

/** The wait for more answers: long enough for the next few, too short for anybody to notice. */
const INTERVAL_MS = 5;

/** Records attempts, many in one transaction, and emits an event for them. */
@Injectable()
export class Attempts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Attempts.name);
  private readonly commit = new GroupCommit<Attempt>({
    intervalMs: INTERVAL_MS,
    write: async attempts => this.report(attempts, await this.writer.write(attempts)),
    refused: (attempt, error) => this.refused(attempt, error),
    away: error => this.logger.warn({ err: error }, 'Could not record webhook attempts, trying again'),
  });

  constructor(
    private readonly writer: AttemptWriter,
    private readonly events: EventEmitter2,
  ) {}

  /** Records an attempt. Resolves when it is committed, or turned out to be of an old claim. */
  record(attempt: Attempt): Promise<void> {
    return this.commit.add(attempt);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.commit.stop();
  }

  private async refused(attempt: Attempt, error: unknown): Promise<void> {
    const { deliveryId } = attempt.delivery;
    this.logger.error({ err: error, deliveryId }, 'The database refuses an attempt');
    await this.writer.giveUp(attempt).catch((again: unknown) => {
      // The lease runs out, and the delivery is sent again.
      this.logger.error({ err: again, deliveryId }, 'The database refuses its end too');
    });
  }

  private report(attempts: Attempt[], standing: Map<Attempt, NextAttempt>): void {
    const reports = attempts.map(attempt => {
      const status = standing.get(attempt)?.status ?? 'dropped';
      const outcome = status === 'pending' ? 'retry' : status;
      const { receiver, type, deliveryId, requestId, traceparent } = attempt.delivery;
      const { attemptedAt, latencyMs, statusCode } = attempt.answer;
      const delivery = { receiver, type, deliveryId, requestId, traceparent };
      return { ...delivery, outcome, attemptedAt, latencyMs, statusCode } as const;
    });
    this.events.emit(WebhooksAttemptedEvent.NAME, new WebhooksAttemptedEvent(reports));
  }
}
