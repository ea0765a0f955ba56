import { type OnModuleDestroy, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ApiError } from '../../common/errors';
import { Deadline, rejectedBy, Semaphore } from '../../common/concurrency';
import { stoppingError } from '../../common/shutdown';

/** The most previews under way in a process; most of them wait for the network. */
export const PREVIEWS_AT_A_TIME = 4;

/** A client that gets no turn within this time is told to come again. */
const PATIENCE_MS = 3_000;

/**
 * How long it may take until the answer has arrived: more than a download may take by default, less than proxies wait.
 */
const DEADLINE_MS = 45_000;

const unavailable = (detail: string) => new ApiError('unavailable', detail);
const busy = () => unavailable('Many previews are being made. Try again in a moment.');
const tooSlow = () => unavailable('The preview took too long. Try again in a moment.');

/** Limits the previews at a time and their duration, and ends those of clients that have gone. */
@Injectable()
export class PreviewTurns implements OnModuleDestroy {
  private readonly slots = new Semaphore(PREVIEWS_AT_A_TIME);
  private readonly stop = new AbortController();

  /**
   * Runs `work` in its turn, which lasts until the work has ended and the client has its answer: both hold pictures in
   * memory.
   * @throws ApiError unavailable, or what `work` throws
   */
  async run<T>(response: Response, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const gone = new AbortController();
    const closed = new Promise<void>(resolve => {
      if (response.closed) resolve();
      else response.once('close', resolve);
    });
    void closed.then(() => gone.abort());
    const leave = await this.enter(gone.signal);
    const deadline = new Deadline(DEADLINE_MS, tooSlow);
    // An answer that has begun can only be cut off.
    deadline.signal.addEventListener('abort', () => response.headersSent && response.destroy());
    const signal = AbortSignal.any([gone.signal, deadline.signal, this.stop.signal]);
    const worked = work(signal);
    void Promise.allSettled([worked, closed]).then(() => {
      deadline.end();
      leave();
    });
    // Work that waits for its turn to decode does not heed the signal.
    return Promise.race([worked, rejectedBy(signal)]);
  }

  /** Previews end at the beginning of a stop, before modules wait for the work under way. */
  onModuleDestroy(): void {
    this.stop.abort(stoppingError());
  }

  private async enter(gone: AbortSignal): Promise<() => void> {
    const patience = new Deadline(PATIENCE_MS, busy, AbortSignal.any([gone, this.stop.signal]));
    try {
      return await this.slots.acquire(patience.signal);
    } finally {
      patience.end();
    }
  }
}
