import { Injectable } from '@nestjs/common';
import { HostPauses } from '../host-pauses';
import type { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import type { Outcome } from '../outcomes';
import { retryDecision } from '../retry-decision';

/** What becomes of an image after an attempt that failed. */
@Injectable()
export class FailedAttempts {
  constructor(
    private readonly pauses: HostPauses,
    private readonly settings: ImageSettings,
  ) {}

  /** `attempts` are those that counted before. */
  outcomeOf(work: { host: string; attempts: number }, { code, message, origin }: ImageFailure): Outcome {
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
}
