import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { PeriodicTask } from '../../common/periodic';
import { DeliveriesPendingEvent } from '../deliveries-pending.event';
import { QUEUE_LEASE_SECONDS } from '../lease';
import type { WebhookJobPayload } from '../webhook.jobs';
import { WebhookProducer } from '../webhook.producer';
import { WebhooksAttemptedEvent } from '../webhooks-attempted.event';
import { WebhookSettings } from '../webhooks.settings';
import { ClaimDeliveries } from './claim-deliveries';
import { ReceiverWindows } from './receiver-windows';

/** The time between looks without an event: for retries that became due, and for deliveries that an event missed. */
const TICK_MS = 250;

/** After a failure: each try may claim deliveries that nobody gets then. */
const REST_MS = 2_000;

/**
 * Keeps the queue filled with deliveries that are due, a few for each receiver. It runs when a request finishes,
 * when a receiver has answered, and every TICK_MS; never twice at a time in a process.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private stopped = false;
  private readonly task = new PeriodicTask(
    () => this.fill(),
    // Postgres or Redis is away, or takes no jobs: what was claimed comes back by its lease.
    error => this.logger.warn({ err: error }, 'Could not hand out webhook deliveries'),
    REST_MS,
  );
  /** The jobs that may still wait in the queue under a claim of this process. */
  private handedOut: { job: WebhookJobPayload; at: number }[] = [];

  constructor(
    private readonly claims: ClaimDeliveries,
    private readonly windows: ReceiverWindows,
    private readonly producer: WebhookProducer,
    private readonly settings: WebhookSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start(TICK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Stops handing out, and takes back jobs that nobody has picked up. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.task.stop();
    await this.claims.release(this.handedOut.map(({ job }) => job)).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Could not hand back webhook deliveries; their leases run out');
    });
  }

  @OnEvent(WebhooksAttemptedEvent.NAME)
  observe({ attempts }: WebhooksAttemptedEvent): void {
    for (const { receiver, latencyMs } of attempts) this.windows.answered(receiver, latencyMs);
    this.nudge();
  }

  /** Looks for due deliveries now, or once more after the look that is under way. */
  @OnEvent(DeliveriesPendingEvent.NAME)
  nudge(): void {
    this.task.nudge();
  }

  private async fill(): Promise<void> {
    const trusted = Date.now() - QUEUE_LEASE_SECONDS * 1_000;
    this.handedOut = this.handedOut.filter(({ at }) => at > trusted);
    // This comes first, so that nothing is claimed while Redis is away.
    let room = this.settings.WEBHOOK_CONCURRENCY - (await this.producer.waiting());
    for (let more = true; more && room > 0 && !this.stopped;) {
      const round = await this.claims.claim(room);
      this.handedOut.push(...round.jobs.map(job => ({ job, at: Date.now() })));
      await this.producer.enqueue(round.jobs);
      room -= round.jobs.length;
      more = round.more;
    }
  }
}
