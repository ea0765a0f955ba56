import { Injectable, Logger } from '@nestjs/common';
import { HostPauses } from '../host-pauses';
import { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import type { LogLine, Outcome } from '../outcomes';
import { retryDecision } from '../retry-decision';
import { ImageWork } from './image-work';
import type { Work } from './pickup';

/** An attempt that takes longer hangs in a way that nobody foresaw. */
const LONGEST_ATTEMPT_MS = 10 * 60_000;

/** One attempt at an image, which always comes to an outcome. */
@Injectable()
export class Attempt {
  private readonly logger = new Logger(Attempt.name);

  constructor(
    private readonly work: ImageWork,
    private readonly pauses: HostPauses,
    private readonly settings: ImageSettings,
  ) {}

  async run(work: Work): Promise<{ outcome: Outcome; log: LogLine[] }> {
    const log: LogLine[] = [];
    // Claimed before the host asked to be left alone: back into the line without a request.
    const pausedUntil = this.pauses.until(work.host);
    if (pausedUntil) {
      return {
        outcome: { kind: 'deferred', notBefore: pausedUntil, countsAttempt: false, pausesHost: false },
        log,
      };
    }
    try {
      const stored = await this.work.run(work, log, AbortSignal.timeout(LONGEST_ATTEMPT_MS));
      return { outcome: { kind: 'completed', stored }, log };
    } catch (error) {
      const failure = error instanceof ImageFailure ? error : this.unexpected(work, error);
      log.push({ step: failedStep(log), status: 'failure', message: failure.message });
      return { outcome: this.outcomeOf(work, failure), log };
    }
  }

  private outcomeOf(work: Work, { code, message, origin }: ImageFailure): Outcome {
    const { httpStatus, retryAfterMs } = origin;
    const attempt = work.attempts + 1;
    const decision = retryDecision(
      { code, httpStatus, retryAfterMs },
      attempt,
      this.settings.IMAGE_ATTEMPTS,
      Math.random,
    );
    switch (decision.kind) {
      case 'fail':
        return { kind: 'failed', failure: { code, message, httpStatus: httpStatus ?? null } };
      case 'defer': {
        const notBefore = new Date(Date.now() + decision.delayMs);
        return { kind: 'deferred', notBefore, countsAttempt: true, pausesHost: false };
      }
      case 'pause_host':
        return this.pause(work.host, decision.delayMs, httpStatus ?? null);
    }
  }

  private pause(host: string, delayMs: number, httpStatus: number | null): Outcome {
    if (this.pauses.throttledFor(host) > this.settings.ORIGIN_PATIENCE_MS) {
      const message = `${host} kept asking to slow down.`;
      return { kind: 'failed', failure: { code: 'origin_throttled', message, httpStatus } };
    }
    const notBefore = new Date(Date.now() + delayMs);
    this.pauses.note(host, notBefore);
    return { kind: 'deferred', notBefore, countsAttempt: false, pausesHost: true };
  }

  private unexpected({ imageId, requestId }: Work, cause: unknown): ImageFailure {
    this.logger.error({ err: cause, imageId, requestId }, 'Unexpected error while processing an image');
    return new ImageFailure('engine_failed', 'Processing failed unexpectedly.', {}, { cause });
  }
}

/** The step after the last one that went well. */
function failedStep(log: LogLine[]): LogLine['step'] {
  const steps = ['download', 'compress', 'store'] as const;
  return steps[Math.min(log.length, steps.length - 1)] ?? 'download';
}
