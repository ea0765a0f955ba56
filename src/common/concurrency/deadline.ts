/**
 * A time limit whose `signal` aborts when the time is used up, or with what is around it, until the deadline is ended.
 * `AbortSignal.timeout` would not do: within `AbortSignal.any` the garbage collector takes it, and then it never fires
 * (nodejs/node#57736).
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly onOuterAbort = () => this.controller.abort(this.outer?.reason);
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;
  private uncounted = 0;
  private readonly outer: AbortSignal | undefined;

  /**
   * @param reason makes the error that the signal is aborted with when the time is used up
   * @param around calls it off as well; the clock of a deadline stops with this one
   */
  constructor(
    private leftMs: number,
    private readonly reason: () => Error,
    private readonly around?: AbortSignal | Deadline,
  ) {
    this.outer = around instanceof Deadline ? around.signal : around;
    if (this.outer?.aborted) this.onOuterAbort();
    else this.outer?.addEventListener('abort', this.onOuterAbort, { once: true });
    this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The length of all waits, in milliseconds, that were not counted. */
  get uncountedMs(): number {
    return this.uncounted;
  }

  /** Stops the clock during a wait that is nobody's fault; only a signal around this deadline can end the wait. */
  async notCounting<T>(wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.stop();
    const begun = performance.now();
    try {
      return await (this.around instanceof Deadline
        ? this.around.notCounting(() => wait(this.signal))
        : wait(this.signal));
    } finally {
      this.uncounted += performance.now() - begun;
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
