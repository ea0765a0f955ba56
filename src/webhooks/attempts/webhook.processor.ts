import { InjectQueue } from '@nestjs/bull';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { abandonJobs, stopTaking, takeJobs } from '../../common/queue';
import { ShutdownGrace } from '../../common/shutdown';
import { ClaimDeliveries } from '../dispatch';
import { WEBHOOK_QUEUE, WebhookJob, type WebhookJobPayload } from '../webhook.jobs';
import { WebhookSettings } from '../webhooks.settings';
import type { TakenDelivery } from './attempt';
import { Attempts } from './attempts';
import { DeliverySender } from './delivery-sender';
import { nextAttempt } from './next-attempt';
import { Pickup } from './pickup';

/** The share of the time for a stop; the rest is for handing back and closing. */
const GRACE_SHARE = 0.9;

/** Takes deliveries from the queue and reports the result of each. */
@Injectable()
export class WebhookProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookProcessor.name);
  private readonly underWay = new Map<TakenDelivery, Promise<void>>();

  constructor(
    @InjectQueue(WEBHOOK_QUEUE) private readonly queue: Queue<WebhookJobPayload>,
    private readonly pickup: Pickup,
    private readonly sender: DeliverySender,
    private readonly attempts: Attempts,
    private readonly claims: ClaimDeliveries,
    private readonly settings: WebhookSettings,
    private readonly grace: ShutdownGrace,
  ) {}

  onApplicationBootstrap(): void {
    takeJobs(this.queue, {
      name: WebhookJob.Deliver,
      concurrency: this.settings.WEBHOOK_CONCURRENCY,
      work: job => this.process(job),
      logger: this.logger,
    });
  }

  /** Takes no more jobs, and waits for those under way; what takes too long goes back to the others. */
  async beforeApplicationShutdown(): Promise<void> {
    const ended = stopTaking(this.queue).then(() => Promise.all(this.underWay.values()));
    try {
      await Promise.race([ended, this.grace.spent(GRACE_SHARE)]);
      await this.claims.release([...this.underWay.keys()]);
    } catch (error) {
      this.logger.warn({ err: error }, 'Could not end in order; what was under way comes back by its lease');
    }
    abandonJobs(this.queue);
  }

  /** Fails only before anything was sent, when the database is away: then the lease runs out. */
  private async process(job: WebhookJobPayload): Promise<void> {
    const delivery = await this.pickup.take(job);
    if (!delivery) return;
    const work = this.deliver(delivery).finally(() => this.underWay.delete(delivery));
    this.underWay.set(delivery, work);
    await work;
  }

  private async deliver(delivery: TakenDelivery): Promise<void> {
    const answer = await this.sender.send(delivery);
    const { WEBHOOK_RETRY_SCALE: scale } = this.settings;
    const next = nextAttempt(answer, delivery.scheduleStep + 1, Math.random(), scale);
    await this.attempts.record({ delivery, answer, next });
  }
}
