/** Seconds of work to keep in the queue. */
const WINDOW_SECONDS = 1.5;

/** So little that leases do not run out while it waits, so much that a fast start is not held up. */
const SMALLEST_WINDOW = 32;
const LARGEST_WINDOW = 4_096;

/** How much a new measurement weighs against those before it. */
const WEIGHT = 0.3;

/**
 * Decides how many jobs should wait in the queue: about as many as the workers, however many there are, take
 * in WINDOW_SECONDS. Learns their speed from how fast the queue empties.
 */
export class WindowSize {
  private jobsPerSecond = 0;
  private last: { at: number; waiting: number } | null = null;

  /** @returns how many jobs to add, with so many waiting now; none while the window is more than half full. */
  missing(waiting: number): number {
    const window = Math.min(
      LARGEST_WINDOW,
      Math.max(SMALLEST_WINDOW, Math.ceil(this.jobsPerSecond * WINDOW_SECONDS)),
    );
    return waiting > window / 2 ? 0 : window - waiting;
  }

  /** Notes how many waited before `added` were put in, at a time in milliseconds. */
  observe(waiting: number, added: number, at: number): void {
    if (this.last && at > this.last.at) {
      const taken = Math.max(0, this.last.waiting - waiting);
      const speed = (taken * 1_000) / (at - this.last.at);
      this.jobsPerSecond += WEIGHT * (speed - this.jobsPerSecond);
    }
    this.last = { at, waiting: waiting + added };
  }
}
