import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { PeriodicTask } from '../../common/periodic';
import { ImagesPendingEvent } from '../images-pending.event';
import { ImageProducer } from '../image.producer';
import { Outcomes } from '../outcomes';
import { ClaimWindow } from './claim-window';
import { WindowSize } from './window-size';

/** The time between two looks without a nudge: for deferred images, and for what other processes brought. */
const TICK_MS = 250;

/** The rest after a failure: each try may claim images that nobody gets then. */
const REST_MS = 2_000;

/** The number of images that are handed out at once when new ones have come in, however full the queue is. */
const FRESH = 32;

/**
 * Keeps the queue filled with a small window of claimed images, whatever waits in Postgres. It runs when work
 * comes in, when a worker takes jobs, and every TICK_MS.
 */
@Injectable()
export class Feed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Feed.name);
  private readonly window = new WindowSize();
  private hasFresh = false;
  /** Whether there was less to hand out than there was room for, at the last look. */
  private isDrained = false;
  private readonly task = new PeriodicTask(
    () => this.fill(),
    // Postgres or Redis is away, or takes no jobs: what was claimed comes back by its lease.
    error => this.logger.warn({ err: error }, 'Could not hand out images'),
    REST_MS,
  );

  constructor(
    private readonly claims: ClaimWindow,
    private readonly producer: ImageProducer,
    private readonly outcomes: Outcomes,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start(TICK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Hands out nothing more. */
  async stop(): Promise<void> {
    await this.task.stop();
  }

  /** Hands out a few images of a new request without waiting until the queue has room. */
  @OnEvent(ImagesPendingEvent.NAME)
  takeFresh(): void {
    this.hasFresh = true;
    this.task.nudge();
  }

  /** Looks for more images after a worker took jobs, unless there were none left. */
  refill(): void {
    if (!this.isDrained) this.task.nudge();
  }

  private async fill(): Promise<void> {
    const waiting = await this.producer.waiting();
    const missing = Math.max(this.window.missing(waiting), this.hasFresh ? FRESH : 0);
    this.hasFresh = false;
    const { jobs, more } = missing > 0 ? await this.claims.claim(missing) : { jobs: [], more: false };
    this.isDrained = jobs.length < missing;
    await this.producer.enqueue(jobs);
    if (jobs.some(({ hasPriority }) => hasPriority)) this.outcomes.makeRoom();
    this.window.observe(waiting, jobs.length, performance.now());
    if (more) this.task.nudge();
  }
}
