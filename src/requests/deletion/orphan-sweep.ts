import { Injectable } from '@nestjs/common';
import { Sweep } from '../../common/periodic';
import { Orphans } from './orphans';
import { ForeignStorageError } from './storage-ownership';

const EVERY_MS = 6 * 3_600_000;

/** Removes files that crashes left behind, at startup and every few hours. */
@Injectable()
export class OrphanSweep extends Sweep {
  constructor(private readonly orphans: Orphans) {
    super(EVERY_MS, 'Could not look for files that nobody needs');
  }

  override onApplicationBootstrap(): void {
    super.onApplicationBootstrap();
    this.nudge();
  }

  protected override async sweep(): Promise<void> {
    const removed = await this.orphans.remove(() => this.isStopping);
    if (removed > 0) this.logger.log({ files: removed }, 'Removed files that no row refers to');
  }

  protected override failed(error: unknown): void {
    if (error instanceof ForeignStorageError) this.logger.error(error.message);
    else super.failed(error);
  }
}
