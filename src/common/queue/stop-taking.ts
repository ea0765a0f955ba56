import type { Queue } from 'bull';

/** Takes no more jobs from the queue, and waits for those under way if Redis is there to tell. */
export async function stopTaking(queue: Queue): Promise<void> {
  if (queue.client.status === 'ready') return queue.pause(true);
  // No job can come. But to stop, Bull reconnects its blocking connection, and while Redis is away that ends in a
  // rejection that nobody catches, which would end the program.
  abandonJobs(queue);
}

/** Lets the queue close without waiting for the jobs that are still under way: their work has been given back. */
export function abandonJobs(queue: Queue): void {
  queue.whenCurrentJobsFinished = () => Promise.resolve();
}
