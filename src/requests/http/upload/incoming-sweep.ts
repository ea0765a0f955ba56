import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Sweep } from '../../../common/periodic';
import { StorageSettings } from '../../../storage';
import { INCOMING } from './incoming';

const EVERY_MS = 6 * 3_600_000;

/** The age of a file that no upload can still be writing: none takes that long. */
const OLDEST_MS = 24 * 3_600_000;

/** Removes uploads that were being received when their process died: each API has such files on its own disk. */
@Injectable()
export class IncomingSweep extends Sweep {
  constructor(private readonly settings: StorageSettings) {
    super(EVERY_MS, 'Could not look for uploads that broke off');
  }

  override onApplicationBootstrap(): void {
    super.onApplicationBootstrap();
    this.nudge();
  }

  protected override async sweep(): Promise<void> {
    const folder = join(this.settings.DATA_DIR, INCOMING);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > OLDEST_MS) await rm(path, { force: true });
    }
  }
}
