/**
 * Work that is repeated at an interval, and done at once when it is nudged. It never runs twice at a time; a nudge
 * during a run makes it run once more.
 */
export class PeriodicTask {
  private timer?: NodeJS.Timeout;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  /** By `performance.now()`. */
  private restsUntil = 0;

  /**
   * @param failed hears of what `work` throws; the next turn comes all the same
   * @param restMs nothing is done for so long after a failure, nudged or not
   */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
    private readonly restMs = 0,
  ) {}

  start(everyMs: number): void {
    this.timer = setInterval(() => this.nudge(), everyMs);
  }

  nudge(): void {
    if (this.stopped || performance.now() < this.restsUntil) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.work()
      .catch((error: unknown) => {
        this.restsUntil = performance.now() + this.restMs;
        this.failed(error);
      })
      .finally(() => {
        this.running = null;
        if (!this.again) return;
        this.again = false;
        this.nudge();
      });
  }

  /** Ends the repetition. Resolves when the run that is under way has ended; none comes after it. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }
}
