import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whileAlone } from '../../common/database';
import { Storage } from '../../storage';
import { KnownFiles } from './known-files';
import { olderKeys } from './older-keys';
import { type Folder, FOLDERS } from './own-keys';
import { StorageOwnership } from './storage-ownership';

/** What is younger may belong to a row that is about to be committed. */
const SAFE_AGE_MS = 3_600_000;

/** Few, so that next to no time passes between looking at their age and removing them. */
const REMOVED_AT_ONCE = 50;

/** Stored files that no row refers to: what a process left that died between storing and recording. */
@Injectable()
export class Orphans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly known: KnownFiles,
    private readonly ownership: StorageOwnership,
  ) {}

  /**
   * One process at a time.
   * @returns how many were removed, which are not all when it was told to stop
   * @throws ForeignStorageError where the files may be those of another database
   */
  async remove(isStopping: () => boolean): Promise<number> {
    const removed = await whileAlone(this.dataSource, 'orphans', async () => {
      if (!(await this.ownership.prove(isStopping))) return 0;
      let files = 0;
      for (const folder of FOLDERS) files += await this.removeFrom(folder, isStopping);
      return files;
    });
    return removed ?? 0;
  }

  private async removeFrom(folder: Folder, isStopping: () => boolean): Promise<number> {
    const before = new Date(Date.now() - SAFE_AGE_MS);
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

  /** What somebody has stored anew since it was listed is about to be recorded. @returns how many were removed */
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
