import type { JobOptions, Queue } from 'bull';

/** Redis is there and refuses jobs. */
class JobsRefusedError extends Error {
  override readonly name = 'JobsRefusedError';

  constructor() {
    super('Redis takes no jobs: it may be read-only, unable to save, or out of memory');
  }
}

/** How many jobs one command to Redis adds. */
const CHUNK = 500;

/** A job as Bull adds it. */
export interface NewJob<Payload> {
  name: string;
  data: Payload;
  opts: JobOptions;
}

/**
 * Adds jobs in as few commands as is sensible.
 * @throws when Redis is away, or answers but takes no jobs; some of them may have been added then
 */
export async function addJobs<Payload>(queue: Queue<Payload>, jobs: NewJob<Payload>[]): Promise<void> {
  for (let start = 0; start < jobs.length; start += CHUNK) {
    const added = await queue.addBulk(jobs.slice(start, start + CHUNK));
    // Bull drops what Redis answers to each of them. One that was not taken has no id.
    if (added.some(({ id }) => !id)) throw new JobsRefusedError();
  }
}
