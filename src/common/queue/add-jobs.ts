import type { JobOptions, Queue } from 'bull';

/** How many jobs one command to Redis adds. */
const CHUNK = 500;

/** A job as Bull adds it. */
export interface NewJob<Payload> {
  name: string;
  data: Payload;
  opts: JobOptions;
}

/** Adds jobs in as few commands as is sensible. @throws when Redis is away; some of them may have been added then */
export async function addJobs<Payload>(queue: Queue<Payload>, jobs: NewJob<Payload>[]): Promise<void> {
  for (let start = 0; start < jobs.length; start += CHUNK) {
    await queue.addBulk(jobs.slice(start, start + CHUNK));
  }
}
