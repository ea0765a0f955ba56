import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic';
import { ImportClaims } from './import-claims';
import { ImportProducer } from './import.producer';

const SWEEP_MS = 2_000;

/** Requests enqueued in one sweep. */
const BATCH = 100;

/** Finds imports that nobody is at: the queue was away or emptied, or their process died. */
@Injectable()
export class ImportSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ImportSweep.name);
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not look for imports to take up'),
  );

  constructor(
    private readonly claims: ImportClaims,
    private readonly producer: ImportProducer,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start(SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async sweep(): Promise<void> {
    for (const { id, importClaim } of await this.claims.unattended(BATCH)) {
      await this.producer.enqueue(id, importClaim);
    }
  }
}
