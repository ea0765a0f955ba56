import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic';
import { StorageSettings } from '../../storage';
import { Orphans } from './orphans';

const EVERY_MS = 6 * 3_600_000;

/** No upload takes that long. */
const OLDEST_UPLOAD_MS = 24 * 3_600_000;

/** Removes at start, and every few hours, what crashes left behind. */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private readonly task = new PeriodicTask(
    () => this.sweep(),
    error => this.logger.warn({ err: error }, 'Could not look for files that nobody needs'),
  );

  constructor(
    private readonly orphans: Orphans,
    private readonly storage: StorageSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start(EVERY_MS);
    this.task.nudge();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  private async sweep(): Promise<void> {
    await this.removeBrokenUploads();
    const removed = await this.orphans.remove();
    if (removed > 0) this.logger.log({ files: removed }, 'Removed files that no row refers to');
  }

  /** Uploads that were being received when their process died. */
  private async removeBrokenUploads(): Promise<void> {
    const folder = join(this.storage.DATA_DIR, 'incoming');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > OLDEST_UPLOAD_MS) await rm(path, { force: true });
    }
  }
}
