import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic';
import { Orphans } from './orphans';

const EVERY_MS = 6 * 3_600_000;

/** Removes at start, and every few hours, what crashes left behind. */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not look for files that nobody needs'),
  );

  constructor(private readonly orphans: Orphans) {}

  onApplicationBootstrap(): void {
    this.task.start(EVERY_MS);
    this.task.nudge();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async sweep(): Promise<void> {
    const removed = await this.orphans.remove();
    if (removed > 0) this.logger.log({ files: removed }, 'Removed files that no row refers to');
  }
}
