/** Seconds of work to keep in the queue. */
const WINDOW_SECONDS = 1.5;

/** So little that leases do not run out while it waits, so much that a fast start is not held up. */
const SMALLEST_WINDOW = 32;
const LARGEST_WINDOW = 4_096;

/** Speed is measured over this time at least: a worker with free slots takes many jobs in one moment. */
const MEASURE_MS = 500;

/** How much a new measurement weighs against those before it. */
const WEIGHT = 0.5;

/**
 * Decides how many jobs should wait in the queue: about as many as the workers, however many there are, take
 * in WINDOW_SECONDS. Learns their speed from how fast the queue empties.
 */
export class WindowSize {
  private jobsPerSecond = 0;
  /** What is in the queue after the last look, and what was taken from it in this measurement. */
  private waiting = 0;
  private taken = 0;
  private since: number | null = null;

  /** @returns how many jobs to add, with so many waiting now; none while the window is more than half full. */
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
