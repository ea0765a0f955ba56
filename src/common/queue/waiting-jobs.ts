import type { Queue } from 'bull';
import { assertConnected } from './assert-connected';

/** The number of jobs that no worker has taken yet. @throws when Redis is away */
export async function waitingJobs(queue: Queue): Promise<number> {
  assertConnected(queue);
  return queue.getWaitingCount();
}
