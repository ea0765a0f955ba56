import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic';
import { RequestSettings } from '../request.settings';
import { DeletionMarks } from './deletion-marks';

const EVERY_MS = 10_000;

/** Requests that come of age in one step. */
const OLD_REQUESTS = 100;

/** With RETENTION_DAYS: marks finished requests that are too old as deleted. */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionSweep.name);
  private stopped = false;
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not delete old requests'),
  );

  constructor(
    private readonly marks: DeletionMarks,
    private readonly settings: RequestSettings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.RETENTION_DAYS === null) return;
    this.task.start(EVERY_MS);
    this.task.nudge();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.task.stop();
  }

  private async sweep(): Promise<void> {
    const days = this.settings.RETENTION_DAYS;
    while (days !== null && !this.stopped) {
      if ((await this.marks.deleteOlderThan(days, OLD_REQUESTS)) < OLD_REQUESTS) return;
    }
  }
}
