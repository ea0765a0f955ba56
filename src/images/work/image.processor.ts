import { InjectQueue } from '@nestjs/bull';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { abandonJobs, stopTaking, takeJobs } from '../../common/queue';
import { ShutdownGrace } from '../../common/shutdown';
import { Feed } from '../feed';
import { IMAGE_QUEUE, ImageJob, type ImageJobPayload } from '../image.jobs';
import { ImageSettings } from '../image.settings';
import { Outcomes } from '../outcomes';
import { Attempt } from './attempt';
import { Leases } from './leases';
import { Pickup } from './pickup';

/** The share of the time that a stop may take; the rest is for handing images back, and for webhooks. */
const GRACE_SHARE = 0.6;

/** Works on images as the queue brings them. */
@Injectable()
export class ImageProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ImageProcessor.name);

  constructor(
    @InjectQueue(IMAGE_QUEUE) private readonly queue: Queue<ImageJobPayload>,
    private readonly settings: ImageSettings,
    private readonly pickup: Pickup,
    private readonly leases: Leases,
    private readonly attempt: Attempt,
    private readonly outcomes: Outcomes,
    private readonly feed: Feed,
    private readonly grace: ShutdownGrace,
  ) {}

  onApplicationBootstrap(): void {
    takeJobs(this.queue, {
      name: ImageJob.Process,
      concurrency: this.settings.DOWNLOAD_CONCURRENCY,
      work: job => this.process(job),
      logger: this.logger,
    });
  }

  /** Takes no more jobs, and waits for those under way; images that take too long go back to the other processes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.feed.stop();
    await Promise.race([stopTaking(this.queue), this.grace.spent(GRACE_SHARE)]);
    try {
      await this.leases.handBack();
    } catch (error) {
      this.logger.warn({ err: error }, 'Could not hand images back; they come back by their leases');
    }
    abandonJobs(this.queue);
  }

  private async process(job: ImageJobPayload): Promise<void> {
    const work = await this.pickup.take(job);
    if (!work) return;
    this.feed.refill();
    await this.leases.hold(work, async () => {
      const { outcome, log } = await this.attempt.run(work);
      const { imageId, claim, requestId, letThrough, times, traceparent } = work;
      const ended = { imageId, claim, requestId, outcome, log, letThrough, times, traceparent };
      await this.outcomes.record(ended, this.leases.countOf(requestId));
    });
  }
}
