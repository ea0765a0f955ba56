import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { PeriodicTask } from '../../common/periodic';
import { RequestMarkedEvent } from '../request-marked.event';
import { Deletion } from './deletion';

/** For what another process marked. */
const EVERY_MS = 2_000;

/** Removes what is left of deleted requests. */
@Injectable()
export class DeletionSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeletionSweep.name);
  private stopped = false;
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not remove deleted requests'),
  );

  constructor(private readonly deletion: Deletion) {}

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

  /** A chunk of each deleted request, so that a small one need not wait for a big one. @returns whether there is more */
  private async round(): Promise<boolean> {
    let isMore = false;
    for (const request of await this.deletion.requests()) {
      if (this.stopped) return false;
      if (await this.deletion.nextChunk(request)) isMore = true;
    }
    return isMore;
  }
}
