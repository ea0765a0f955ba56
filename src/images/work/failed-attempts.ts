import { Injectable } from '@nestjs/common';
import { HostPauses } from '../host-pauses';
import type { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import type { FailureReport, Outcome } from '../outcomes';
import { retryDecision } from './retry-decision';

/** Decides what becomes of an image after an attempt that failed. */
@Injectable()
export class FailedAttempts {
  constructor(
    private readonly pauses: HostPauses,
    private readonly settings: ImageSettings,
  ) {}

  /** Gives the outcome of a failed attempt; `attempts` is the number of those that counted before. */
  outcomeOf(work: { host: string; attempts: number }, failure: ImageFailure): Outcome {
    const { code, message, origin } = failure;
    const attempt = work.attempts + 1;
    const decision = retryDecision({ code, ...origin }, attempt, this.settings.IMAGE_ATTEMPTS, Math.random);
    switch (decision.kind) {
      case 'fail':
        return { kind: 'failed', failure: { code, message, httpStatus: statusOfOrigin(failure) } };
      case 'defer':
        return { kind: 'deferred', delayMs: decision.delayMs, countsAttempt: true, pausesHost: null };
      case 'pause_host':
        return this.pause(origin.host ?? work.host, decision.delayMs, failure);
    }
  }

  private pause(host: string, delayMs: number, failure: ImageFailure): Outcome {
    if (this.pauses.throttledFor(host) > this.settings.ORIGIN_PATIENCE_MS) {
      return { kind: 'failed', failure: throttled(host, failure) };
    }
    this.pauses.note(host, delayMs);
    return { kind: 'deferred', delayMs, countsAttempt: false, pausesHost: host };
  }
}

/**
 * Reports that a host asked to slow down for too long. The message names the host of an image, but not that of the
 * image service, which is the operator's business.
 */
function throttled(host: string, failure: ImageFailure): FailureReport {
  const [code, who] =
    failure.code === 'engine_failed'
      ? (['engine_failed', 'The image service'] as const)
      : (['origin_throttled', host] as const);
  return { code, message: `${who} kept asking to slow down.`, httpStatus: statusOfOrigin(failure) };
}

function statusOfOrigin({ code, origin }: ImageFailure): number | null {
  return code === 'engine_failed' ? null : (origin.httpStatus ?? null);
}
