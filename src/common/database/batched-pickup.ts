export interface BatchedPickupOptions<Job, Taken> {
  /** Takes up all of these jobs together. @returns those whose claim stands */
  takeAll(jobs: Job[]): Promise<Taken[]>;
  /** Keys are equal where a job and what was taken up belong together. */
  keyOfJob(job: Job): string;
  keyOfTaken(taken: Taken): string;
}

/** Collects the jobs that arrive at the same moment, to take them all up together. */
export class BatchedPickup<Job, Taken> {
  private waiting: { job: Job; resolve: (taken: Taken | null) => void; reject: (error: unknown) => void }[] =
    [];
  private taking = false;

  constructor(private readonly options: BatchedPickupOptions<Job, Taken>) {}

  /** Takes up a job. @returns null when its claim is stale or was taken up before: there is nothing to do */
  take(job: Job): Promise<Taken | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      if (!this.taking) void this.takeWaiting();
    });
  }

  private async takeWaiting(): Promise<void> {
    this.taking = true;
    // Jobs of the same moment are still being unpacked.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0);
      try {
        const taken = await this.options.takeAll(group.map(({ job }) => job));
        const byKey = new Map(taken.map(one => [this.options.keyOfTaken(one), one]));
        for (const { job, resolve } of group) {
          const key = this.options.keyOfJob(job);
          resolve(byKey.get(key) ?? null);
          // Bull may bring a job twice at once: only one of them works.
          byKey.delete(key);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.taking = false;
  }
}
