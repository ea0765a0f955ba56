import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { GroupCommit } from '../../common/database';
import { HostSlots } from '../fetch';
import { ImageSettings } from '../image.settings';
import { ImagesAttemptedEvent } from './images-attempted.event';
import type { ClaimOutcome } from './outcome';
import { OutcomeWriter } from './outcome-writer';
import { refusedOutcome } from './refused-outcome';

/**
 * How far the counters of a request may be behind, in milliseconds. A commit costs as much as a few small pictures: one
 * a second instead of four saves 0.8 of the 49 ms of CPU that a photo takes.
 */
const INTERVAL_MS = 1_000;

/**
 * Share of slots (DOWNLOAD_CONCURRENCY, without those that quiet hosts keep) that may be held by images merely waiting
 * for their commit; beyond it they are written at once, because downloads would stall. Photos do not reach it within
 * INTERVAL_MS, small pictures do.
 */
const MOST_WAITING = 0.75;

/** Records outcomes, those of many images in one transaction, and emits an event for them. */
@Injectable()
export class Outcomes implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Outcomes.name);
  private readonly commit = new GroupCommit<ClaimOutcome>({
    intervalMs: INTERVAL_MS,
    enough: () => Math.ceil((this.settings.DOWNLOAD_CONCURRENCY - this.slots.quiet) * MOST_WAITING),
    write: async outcomes => this.report(await this.writer.write(outcomes)),
    refused: (outcome, error) => this.refused(outcome, error),
    away: error => this.logger.warn({ err: error }, 'Could not record outcomes, trying again'),
  });

  /** The number of outcomes of each request that wait to be written. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly writer: OutcomeWriter,
    private readonly events: EventEmitter2,
    private readonly slots: HostSlots,
    private readonly settings: ImageSettings,
  ) {}

  /**
   * Records an outcome. Resolves when it is committed, or turned out to be of an old claim.
   * @param underWay the number of images of its request that this process works on, this one included: when all of them
   * wait here, they are written at once
   */
  async record(outcome: ClaimOutcome, underWay: number): Promise<void> {
    const { requestId } = outcome;
    const waiting = (this.waiting.get(requestId) ?? 0) + 1;
    this.waiting.set(requestId, waiting);
    outcome.times?.begin('record');
    await this.commit.add(outcome, pausesHost(outcome) || waiting >= underWay);
    this.waited(requestId);
  }

  /** Writes the waiting outcomes at once: they hold slots that images with priority need. */
  makeRoom(): void {
    this.commit.hurry();
  }

  private waited(requestId: string): void {
    const left = (this.waiting.get(requestId) ?? 1) - 1;
    if (left > 0) this.waiting.set(requestId, left);
    else this.waiting.delete(requestId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.commit.stop();
  }

  private report(recorded: ClaimOutcome[]): void {
    const attempts = recorded.flatMap(({ requestId, imageId, outcome, times, traceparent = null }) => {
      times?.end('record');
      return times ? [{ requestId, imageId, outcome, times, traceparent }] : [];
    });
    if (attempts.length > 0) this.events.emit(ImagesAttemptedEvent.NAME, new ImagesAttemptedEvent(attempts));
  }

  /** Records a failure in place of a refused outcome, so that its request still finishes. */
  private async refused(outcome: ClaimOutcome, error: unknown): Promise<void> {
    this.logger.error({ err: error, imageId: outcome.imageId }, 'The database refuses an outcome');
    await this.writer.write([refusedOutcome(outcome)]).catch((again: unknown) => {
      // The lease of the image runs out, and it is worked on anew.
      this.logger.error({ err: again, imageId: outcome.imageId }, 'The database refuses its failure too');
    });
  }
}

/** A pause is written at once, since the other processes have to know of it. */
const pausesHost = ({ outcome }: ClaimOutcome) => outcome.kind === 'deferred' && outcome.pausesHost !== null;
