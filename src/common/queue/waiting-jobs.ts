import type { Queue } from 'bull';

/** The number of jobs that no worker has taken yet. @throws when Redis is away */
export async function waitingJobs(queue: Queue): Promise<number> {
  // Not asked while it is away: the client would keep the question, and a stop would wait for it.
  const { status } = queue.client;
  if (status !== 'ready') throw new Error(`Redis is away: ${status}`);
  return queue.getWaitingCount();
}
