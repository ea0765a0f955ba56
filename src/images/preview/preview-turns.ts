import { type OnModuleDestroy, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ApiError } from '../../common/errors';
import { Deadline, Slots } from '../../common/outbound';
import { stoppingError } from '../../common/shutdown';
import { rejectedBy } from '../rejected-by';

/** Previews under way in a process; most of them wait for the network. */
export const PREVIEWS_AT_A_TIME = 4;

/** Whoever does not get a turn by then is told to come again. */
const PATIENCE_MS = 3_000;

/** Until the answer has arrived: more than a download may take by default, less than proxies wait. */
const DEADLINE_MS = 45_000;

const unavailable = (detail: string) => new ApiError('unavailable', detail);
const busy = () => unavailable('Many previews are being made. Try again in a moment.');
const tooSlow = () => unavailable('The preview took too long. Try again in a moment.');

/** Few previews at a time, none for ever, and none for a client that has gone. */
@Injectable()
export class PreviewTurns implements OnModuleDestroy {
  private readonly slots = new Slots(PREVIEWS_AT_A_TIME);
  private readonly stop = new AbortController();

  /**
   * A turn lasts until the work has ended and the client has its answer: either holds pictures in memory.
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
    // An answer on its way can only be cut off.
    deadline.signal.addEventListener('abort', () => response.headersSent && response.destroy());
    const signal = AbortSignal.any([gone.signal, deadline.signal, this.stop.signal]);
    const worked = work(signal);
    void Promise.allSettled([worked, closed]).then(() => {
      deadline.end();
      leave();
    });
    // What waits for its turn to decode does not heed the signal.
    return Promise.race([worked, rejectedBy(signal)]);
  }

  /** Before any module takes its time for what is under way. */
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
