/** The seconds of work to keep in the queue. */
const WINDOW_SECONDS = 1.5;

/** The limits of the window: leases must not run out while it waits, nor a fast start be held up. */
const SMALLEST_WINDOW = 32;
const LARGEST_WINDOW = 4_096;

/** The shortest time over which speed is measured: a worker with free slots takes many jobs in one moment. */
const MEASURE_MS = 500;

/** The weight of a new measurement against those before it. */
const WEIGHT = 0.5;

/**
 * Decides how many jobs should wait in the queue: about as many as the workers, however many there are, take
 * in WINDOW_SECONDS. Learns their speed from how fast the queue empties.
 */
export class WindowSize {
  private jobsPerSecond = 0;
  /** The number of jobs in the queue after the last look, and of those taken from it in this measurement. */
  private waiting = 0;
  private taken = 0;
  private since: number | null = null;

  /** @returns the number of jobs to add, with so many waiting now; none while the window is more than half full */
  missing(waiting: number): number {
    const wanted = Math.ceil(this.jobsPerSecond * WINDOW_SECONDS);
    const window = Math.min(LARGEST_WINDOW, Math.max(SMALLEST_WINDOW, wanted));
    return waiting > window / 2 ? 0 : window - waiting;
  }

  /** Notes how many waited before `added` were put in, at a time in milliseconds. */
  observe(waiting: number, added: number, at: number): void {
    this.taken += Math.max(0, this.waiting - waiting);
    this.waiting = waiting + added;
    this.since ??= at;
    const elapsed = at - this.since;
    if (elapsed < MEASURE_MS) return;
    this.jobsPerSecond += WEIGHT * ((this.taken * 1_000) / elapsed - this.jobsPerSecond);
    this.taken = 0;
    this.since = at;
  }
}
