/**
 * A time limit whose `signal` aborts when the time is used up, or with what is around it, until the deadline is ended.
 * `AbortSignal.timeout` would not do: within `AbortSignal.any` the garbage collector takes it, and then it never fires
 * (nodejs/node#57736).
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly onOuterAbort = () => this.controller.abort(this.outer?.reason);
  private readonly outer: AbortSignal | undefined;
  private readonly begun = performance.now();
  private uncounted = 0;
  private waits = false;
  private ended = false;
  /** It goes off when the time would be used up without the waits that came since it was set. */
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param reason makes the error that the signal is aborted with when the time is used up
   * @param around calls it off as well; the clock of a deadline stops with this one
   */
  constructor(
    private readonly milliseconds: number,
    private readonly reason: () => Error,
    private readonly around?: AbortSignal | Deadline,
  ) {
    this.outer = around instanceof Deadline ? around.signal : around;
    if (this.outer?.aborted) this.onOuterAbort();
    else this.outer?.addEventListener('abort', this.onOuterAbort, { once: true });
    this.timer = setTimeout(this.look, milliseconds);
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
    this.waits = true;
    const begun = performance.now();
    try {
      return await (this.around instanceof Deadline
        ? this.around.notCounting(() => wait(this.signal))
        : wait(this.signal));
    } finally {
      this.uncounted += performance.now() - begun;
      this.waits = false;
      if (!this.timer) this.look();
    }
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onOuterAbort);
  }

  /** Aborts if the time is used up; otherwise looks again when it may be. The end of a wait looks, too. */
  private readonly look = () => {
    this.timer = undefined;
    if (this.waits || this.ended) return;
    const leftMs = this.begun + this.milliseconds + this.uncounted - performance.now();
    if (leftMs > 0) this.timer = setTimeout(this.look, leftMs);
    else this.controller.abort(this.reason());
  };
}
