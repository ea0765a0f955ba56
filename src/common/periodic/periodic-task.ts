/**
 * Work that is done again and again: every so often, and at once when somebody knows that there is something to
 * do. It never runs twice at a time; a nudge during a run makes it run once more.
 */
export class PeriodicTask {
  private timer?: NodeJS.Timeout;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  /** @param failed told of what `work` throws; the next turn comes all the same */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(everyMs: number): void {
    this.timer = setInterval(() => this.nudge(), everyMs);
  }

  nudge(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.work()
      .catch(this.failed)
      .finally(() => {
        this.running = null;
        if (!this.again) return;
        this.again = false;
        this.nudge();
      });
  }

  /** Resolves when the run that is under way has ended; there is none after it. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }
}
