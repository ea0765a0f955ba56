import { InjectQueue } from '@nestjs/bull';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bull';
import { Feed } from '../feed';
import { IMAGE_QUEUE, ImageJob, type ImageJobPayload } from '../image.jobs';
import { ImageSettings } from '../image.settings';
import { Outcomes } from '../outcomes';
import { Attempt } from './attempt';
import { Leases } from './leases';
import { Pickup } from './pickup';

/** Works on images as the queue brings them. */
@Injectable()
export class ImageProcessor implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @InjectQueue(IMAGE_QUEUE) private readonly queue: Queue<ImageJobPayload>,
    private readonly settings: ImageSettings,
    private readonly pickup: Pickup,
    private readonly leases: Leases,
    private readonly attempt: Attempt,
    private readonly outcomes: Outcomes,
    private readonly feed: Feed,
  ) {}

  onApplicationBootstrap(): void {
    void this.queue.process(ImageJob.Process, this.settings.DOWNLOAD_CONCURRENCY, job => this.process(job.data));
  }

  /** Takes no more jobs, and waits for those under way. */
  async onApplicationShutdown(): Promise<void> {
    await this.feed.stop();
    await this.queue.pause(true);
  }

  private async process(job: ImageJobPayload): Promise<void> {
    const work = await this.pickup.take(job);
    if (!work) return;
    this.feed.nudge();
    await this.leases.hold(work, async () => {
      const { outcome, log } = await this.attempt.run(work);
      const { imageId, claim, requestId, host } = work;
      await this.outcomes.record({ imageId, claim, requestId, host, outcome, log });
    });
  }
}
