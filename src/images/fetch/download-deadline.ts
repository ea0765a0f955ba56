import { OutboundError } from '../../common/outbound';

/** Aborts `signal` when the time is used up, or when `outer` is aborted. Waits that are nobody's fault don't count. */
export class DownloadDeadline {
  private readonly controller = new AbortController();
  private readonly onOuterAbort = () => this.controller.abort(this.outer?.reason);
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;

  constructor(
    private leftMs: number,
    private readonly outer?: AbortSignal,
  ) {
    if (outer?.aborted) this.onOuterAbort();
    else outer?.addEventListener('abort', this.onOuterAbort, { once: true });
    this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The clock stands still meanwhile; only `outer` ends the wait. */
  async notCounting<T>(wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.stop();
    try {
      return await wait(this.signal);
    } finally {
      this.start();
    }
  }

  end(): void {
    this.stop();
    this.outer?.removeEventListener('abort', this.onOuterAbort);
  }

  private start(): void {
    const timeUp = () =>
      this.controller.abort(new OutboundError('timeout', 'The image did not arrive in time.'));
    this.startedAt = performance.now();
    this.timer = setTimeout(timeUp, this.leftMs);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.leftMs = Math.max(0, this.leftMs - (performance.now() - this.startedAt));
  }
}
