import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { PeriodicTask } from '../../common/periodic';
import { RequestMarkedEvent } from '../../requests';
import { Cancellation } from './cancellation';
import { Retrying } from './retrying';

/** For marks that another process set, and for what was deferred after its request was cancelled. */
const EVERY_MS = 500;

/** Moves the images of requests that are marked, a chunk of each in turn. */
@Injectable()
export class ControlSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ControlSweep.name);
  private stopped = false;
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not carry out cancels and retries'),
  );

  constructor(
    private readonly cancellation: Cancellation,
    private readonly retrying: Retrying,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start(EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.task.stop();
  }

  @OnEvent(RequestMarkedEvent.NAME)
  nudge(): void {
    this.task.nudge();
  }

  private async sweep(): Promise<void> {
    while (await this.round());
  }

  /** Asks anew for every round, so that a small request which is marked later need not wait for a big one. */
  private async round(): Promise<boolean> {
    let isMore = false;
    for (const control of [this.cancellation, this.retrying]) {
      for (const requestId of await control.requests()) {
        if (this.stopped) return false;
        if (await control.nextChunk(requestId)) isMore = true;
      }
    }
    return isMore;
  }
}
