/** The steps of an attempt. `gate` is the wait for a turn to compress and for the memory. */
export type TimedStep = 'download' | 'gate' | 'compress' | 'store' | 'record';

/** The time of one step, in milliseconds since the epoch. */
export interface StepTime {
  step: TimedStep;
  beganAt: number;
  endedAt: number;
}

const now = () => performance.timeOrigin + performance.now();

/** Measures how long an attempt and its steps take. */
export class AttemptTimes {
  readonly beganAt = now();
  readonly steps: StepTime[] = [];
  private readonly open = new Map<TimedStep, number>();

  constructor(
    /**
     * Milliseconds from the time when the image was due until it was taken up; null for a later piece of the same
     * attempt.
     */
    readonly waitedMs: number | null = null,
  ) {}

  begin(step: TimedStep): void {
    this.open.set(step, now());
  }

  end(step: TimedStep): void {
    const endedAt = now();
    this.steps.push({ step, beganAt: this.open.get(step) ?? endedAt, endedAt });
    this.open.delete(step);
  }

  /** Measures a step, however it ends. */
  async measure<T>(step: TimedStep, work: () => Promise<T>): Promise<T> {
    this.begin(step);
    try {
      return await work();
    } finally {
      this.end(step);
    }
  }
}
