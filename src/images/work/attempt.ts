import { Injectable, Logger } from '@nestjs/common';
import { Deadline, rejectedBy } from '../../common/concurrency';
import { ImageEngine } from '../engine/image-engine';
import { NoRoomError } from '../fetch';
import { HostPauses } from '../host-pauses';
import { ImageFailure } from '../image-failure';
import type { ImageWork } from '../image-work';
import type { LogLine, Outcome } from '../outcomes';
import { FailedAttempts } from './failed-attempts';
import { takenOver } from './known-result';

/** An attempt that takes longer hangs in a way that nobody foresaw. Waits for memory, for the host, and for a turn do not count. */
const LONGEST_ATTEMPT_MS = 10 * 60_000;

/** The shortest time until an image is tried again for which there was no room; the longest is twice that. */
const COME_BACK_MS = 1_000;

/** Makes one attempt at an image, which always comes to an outcome. */
@Injectable()
export class Attempt {
  private readonly logger = new Logger(Attempt.name);

  constructor(
    private readonly engine: ImageEngine,
    private readonly pauses: HostPauses,
    private readonly failed: FailedAttempts,
  ) {}

  async run(work: ImageWork): Promise<{ outcome: Outcome; log: LogLine[] }> {
    const log: LogLine[] = [];
    const host = this.engine.hostOf(work);
    if (work.known) return { outcome: takenOver(work.known), log };
    // Claimed before the host asked to be left alone: back into the line without a request.
    const pausedForMs = work.engineAnswer ? null : this.pauses.pausedForMs(host);
    if (pausedForMs !== null) return { outcome: comeBack(pausedForMs), log };
    const deadline = new Deadline(LONGEST_ATTEMPT_MS, hangs);
    try {
      const outcome = await Promise.race([this.engine.run(work, log, deadline), rejectedBy(deadline.signal)]);
      return { outcome, log };
    } catch (error) {
      return this.afterError(error, { ...work, host }, log);
    } finally {
      deadline.end();
    }
  }

  private afterError(error: unknown, work: ImageWork, log: LogLine[]): { outcome: Outcome; log: LogLine[] } {
    if (error instanceof NoRoomError) {
      return { outcome: comeBack(COME_BACK_MS * (1 + Math.random())), log: [] };
    }
    const failure = error instanceof ImageFailure ? error : this.unexpected(work, error);
    const line = { step: this.failedStep(log), status: 'failure', message: failure.message } as const;
    return { outcome: this.failed.outcomeOf(work, failure), log: [...log, line] };
  }

  private unexpected({ imageId, requestId }: ImageWork, cause: unknown): ImageFailure {
    this.logger.error({ err: cause, imageId, requestId }, 'Unexpected error while processing an image');
    return new ImageFailure('engine_failed', 'Processing failed unexpectedly.', {}, { cause });
  }

  /** Names the step after the last one that went well. */
  private failedStep(log: LogLine[]): LogLine['step'] {
    const { steps } = this.engine;
    return steps[Math.min(log.length, steps.length - 1)] ?? steps[0];
  }
}

const hangs = () => new ImageFailure('timeout', 'The attempt took too long.');

/** Defers an image without counting an attempt. */
function comeBack(delayMs: number): Outcome {
  return { kind: 'deferred', delayMs, countsAttempt: false, pausesHost: null };
}
