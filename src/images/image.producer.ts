import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { IMAGE_JOB_OPTIONS, IMAGE_QUEUE, ImageJob, type ImageJobPayload } from './image.jobs';

/** Jobs in one command to Redis. */
const CHUNK = 500;

/** Puts claimed images into the queue; nobody else does. */
@Injectable()
export class ImageProducer {
  constructor(@InjectQueue(IMAGE_QUEUE) private readonly queue: Queue<ImageJobPayload>) {}

  /** Jobs that no worker has taken yet. @throws when Redis is away. */
  async waiting(): Promise<number> {
    // Not asked while it is away: the client would keep the question, and a stop would wait for it.
    const { status } = this.queue.client;
    if (status !== 'ready') throw new Error(`Redis is away: ${status}`);
    return this.queue.getWaitingCount();
  }

  /** `ahead` of all that wait. @throws when Redis is away; what was claimed for it then comes back when its lease runs out. */
  async enqueue(jobs: { payload: ImageJobPayload; ahead: boolean }[]): Promise<void> {
    for (let start = 0; start < jobs.length; start += CHUNK) {
      await this.queue.addBulk(
        jobs.slice(start, start + CHUNK).map(({ payload, ahead }) => ({
          name: ImageJob.Process,
          data: payload,
          opts: {
            ...IMAGE_JOB_OPTIONS[ImageJob.Process],
            jobId: `${payload.imageId}:${payload.claim}`,
            lifo: ahead,
          },
        })),
      );
    }
  }
}
