import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whileAlone } from '../../common/database';
import { Storage } from '../../storage';
import { KnownFiles } from './known-files';
import { olderKeys } from './older-keys';
import { type Folder, FOLDERS } from './own-keys';
import { StorageOwnership } from './storage-ownership';

/** The least age of an orphan, by the storage's clock: a younger file may belong to a row that is about to be committed. */
const SAFE_AGE_MS = 3_600_000;

/** The files of one step: few, so that hardly any time passes between checking their age and removing them. */
const REMOVED_AT_ONCE = 50;

/** Removes stored files that no row refers to, left by a process that died between storing and recording. */
@Injectable()
export class Orphans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly known: KnownFiles,
    private readonly ownership: StorageOwnership,
  ) {}

  /**
   * Removes the orphans; for one process at a time.
   * @returns the number removed, which is not all of them when it was told to stop
   * @throws ForeignStorageError where the files may be another database's
   */
  async remove(isStopping: () => boolean): Promise<number> {
    const removed = await whileAlone(this.dataSource, 'orphans', async () => {
      const now = await this.ownership.prove(isStopping);
      if (!now) return 0;
      const before = new Date(now.getTime() - SAFE_AGE_MS);
      let files = 0;
      for (const folder of FOLDERS) files += await this.removeFrom(folder, before, isStopping);
      return files;
    });
    return removed ?? 0;
  }

  private async removeFrom(folder: Folder, before: Date, isStopping: () => boolean): Promise<number> {
    let removed = 0;
    for await (const keys of olderKeys(this.storage, folder, before, isStopping)) {
      const known = await this.known.among(folder, keys);
      const orphans = keys.filter(key => !known.has(key));
      for (let start = 0; start < orphans.length && !isStopping(); start += REMOVED_AT_ONCE) {
        removed += await this.removeStillOlder(orphans.slice(start, start + REMOVED_AT_ONCE), before);
      }
    }
    return removed;
  }

  /** Removes files, except any rewritten since the listing, which are about to be recorded. @returns how many */
  private async removeStillOlder(keys: string[], time: Date): Promise<number> {
    const changed = await Promise.all(keys.map(key => this.storage.changedAt(key)));
    const older = keys.filter((_, index) => {
      const changedAt = changed[index];
      return changedAt && changedAt < time;
    });
    await this.storage.remove(older);
    return older.length;
  }
}
