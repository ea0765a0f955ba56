import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whileAlone } from '../../common/database';
import { Storage } from '../../storage';
import { type Folder, FOLDERS, KnownFiles } from './known-files';
import { olderKeys } from './older-keys';
import { StorageOwnership } from './storage-ownership';

/** What is younger may belong to a row that is about to be committed. */
const SAFE_AGE_MS = 3_600_000;

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
      await this.storage.remove(orphans);
      removed += orphans.length;
    }
    return removed;
  }
}
