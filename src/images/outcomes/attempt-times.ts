/** What an attempt is made of. `gate`: the wait for a turn to compress, and for the memory. */
export const TIMED_STEPS = ['download', 'gate', 'compress', 'store', 'record'] as const;
export type TimedStep = (typeof TIMED_STEPS)[number];

/** One step, in milliseconds since the epoch. */
export interface StepTime {
  step: TimedStep;
  beganAt: number;
  endedAt: number;
}

const now = () => performance.timeOrigin + performance.now();

/** How long an attempt and its steps took. */
export class AttemptTimes {
  readonly beganAt = now();
  readonly steps: StepTime[] = [];
  private readonly open = new Map<TimedStep, number>();

  constructor(
    /** From when the image was due until it was taken up; null for a later piece of the same attempt. */
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

  /** However it ends. */
  async measure<T>(step: TimedStep, work: () => Promise<T>): Promise<T> {
    this.begin(step);
    try {
      return await work();
    } finally {
      this.end(step);
    }
  }
}
