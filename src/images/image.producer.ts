import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { addJobs, waitingJobs } from '../common/queue';
import { IMAGE_JOB_OPTIONS, IMAGE_QUEUE, ImageJob, type ImageJobPayload } from './image.jobs';

/** Puts claimed images into the queue; nobody else does. */
@Injectable()
export class ImageProducer {
  constructor(@InjectQueue(IMAGE_QUEUE) private readonly queue: Queue<ImageJobPayload>) {}

  /** The number of jobs that no worker has taken yet. @throws when Redis is away */
  waiting(): Promise<number> {
    return waitingJobs(this.queue);
  }

  /**
   * Adds jobs, those with priority before all that wait.
   * @throws when Redis is away or takes no jobs: what was claimed for them comes back when its lease runs out
   */
  enqueue(jobs: { payload: ImageJobPayload; hasPriority: boolean }[]): Promise<void> {
    return addJobs(
      this.queue,
      jobs.map(({ payload, hasPriority }) => ({
        name: ImageJob.Process,
        data: payload,
        opts: {
          ...IMAGE_JOB_OPTIONS[ImageJob.Process],
          jobId: `${payload.imageId}:${payload.claim}`,
          lifo: hasPriority,
        },
      })),
    );
  }
}
