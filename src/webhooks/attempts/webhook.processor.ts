import { InjectQueue } from '@nestjs/bull';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { WEBHOOK_QUEUE, WebhookJob, type WebhookJobPayload } from '../webhook.jobs';
import { WebhookSettings } from '../webhooks.settings';
import { Attempts } from './attempts';
import { DeliverySender } from './delivery-sender';
import { nextAttempt } from './next-attempt';
import { Pickup } from './pickup';

/** Takes deliveries from the queue and reports what came of each. */
@Injectable()
export class WebhookProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookProcessor.name);

  constructor(
    @InjectQueue(WEBHOOK_QUEUE) private readonly queue: Queue<WebhookJobPayload>,
    private readonly pickup: Pickup,
    private readonly sender: DeliverySender,
    private readonly attempts: Attempts,
    private readonly settings: WebhookSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.queue
      .process(WebhookJob.Deliver, this.settings.WEBHOOK_CONCURRENCY, job => this.deliver(job.data))
      .catch((error: unknown) => this.logger.error({ err: error }, 'No longer takes webhook deliveries'));
  }

  /** Takes no more jobs; those under way have their own deadline. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.pause(true);
  }

  /** Fails only before anything was sent, when the database is away: then the lease runs out. */
  private async deliver(job: WebhookJobPayload): Promise<void> {
    const delivery = await this.pickup.take(job);
    if (!delivery) return;
    const answer = await this.sender.send(delivery);
    const { WEBHOOK_RETRY_SCALE: scale } = this.settings;
    const next = nextAttempt(answer, delivery.scheduleStep + 1, Math.random(), scale);
    await this.attempts.record({ delivery, answer, next });
  }
}
