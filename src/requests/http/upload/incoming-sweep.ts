import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PeriodicTask } from '../../../common/periodic';
import { StorageSettings } from '../../../storage';
import { INCOMING } from './incoming';

const EVERY_MS = 6 * 3_600_000;

/** No upload takes that long. */
const OLDEST_MS = 24 * 3_600_000;

/** Removes uploads that were being received when their process died: each API has such files on its own disk. */
@Injectable()
export class IncomingSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IncomingSweep.name);
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not look for uploads that broke off'),
  );

  constructor(private readonly settings: StorageSettings) {}

  onApplicationBootstrap(): void {
    this.task.start(EVERY_MS);
    this.task.nudge();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async sweep(): Promise<void> {
    const folder = join(this.settings.DATA_DIR, INCOMING);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > OLDEST_MS) await rm(path, { force: true });
    }
  }
}
