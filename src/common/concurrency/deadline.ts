/**
 * A time limit whose `signal` aborts when the time is used up, or with `outer`, until the deadline is ended.
 * `AbortSignal.timeout` would not do: within `AbortSignal.any` the garbage collector takes it, and then it never fires
 * (nodejs/node#57736).
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly onOuterAbort = () => this.controller.abort(this.outer?.reason);
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;

  /** `reason` makes the error that the signal is aborted with when the time is used up. */
  constructor(
    private leftMs: number,
    private readonly reason: () => Error,
    private readonly outer?: AbortSignal,
  ) {
    if (outer?.aborted) this.onOuterAbort();
    else outer?.addEventListener('abort', this.onOuterAbort, { once: true });
    this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Stops the clock during a wait that is nobody's fault; only `outer` can end the wait. */
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
    this.startedAt = performance.now();
    this.timer = setTimeout(() => this.controller.abort(this.reason()), this.leftMs);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.leftMs = Math.max(0, this.leftMs - (performance.now() - this.startedAt));
  }
}
