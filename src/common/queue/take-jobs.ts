import type { Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { isDatabaseAway } from '../database';

export interface JobTaking<Payload> {
  /** The name of the jobs. */
  name: string;
  /** The most jobs at a time in this process. */
  concurrency: number;
  work: (payload: Payload) => Promise<void>;
  logger: Pick<Logger, 'error'>;
}

/**
 * Works on jobs as the queue brings them. One that fails unexpectedly is logged, since Bull forgets it then: what it is
 * for comes back by its lease. A Redis that does not let this process begin ends it: it would wait for ever.
 */
export function takeJobs<Payload>(
  queue: Queue<Payload>,
  { name, concurrency, work, logger }: JobTaking<Payload>,
): void {
  void queue.process(name, concurrency, async ({ id, data }) => {
    try {
      await work(data);
    } catch (error) {
      // A database that is away would fail thousands of them, and others say so.
      if (!isDatabaseAway(error)) {
        logger.error({ err: error as Error, jobId: id }, 'A job failed; its work comes back by its lease');
      }
      throw error;
    }
  });
}
