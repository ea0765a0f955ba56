import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { DataSource, Not } from 'typeorm';
import { NotStoredError, Storage } from '../../storage';
import { KnownFiles } from './known-files';
import { olderKeys } from './older-keys';
import { FOLDERS } from './own-keys';
import { StorageMarkEntity } from './storage-mark.entity';

/** The key of a storage that says whose it is. */
const KEY = 'installation';

/** The most that the clocks of database and storage may differ. */
const CLOCKS_APART_MS = 600_000;

/** The storage may be another database's, so nothing in it may be removed. The message is for the operator. */
export class ForeignStorageError extends Error {
  override readonly name = 'ForeignStorageError';

  constructor(isMarked: boolean, mark: string) {
    super(
      `No file is removed: ${isMarked ? `the key ${KEY} says` : 'what is there suggests'} that the storage belongs ` +
        'to another database, or to a newer state of this one. If no other Darkroom uses this storage, write ' +
        `${mark} to its key ${KEY}; else give each a storage of its own.`,
    );
  }
}

/**
 * Whether the storage belongs to this database. It does as long as it holds the mark that the database has. The mark
 * changes each time, so that a copy of the database, or an older state of it, which knows fewer of the files, has
 * another one.
 */
@Injectable()
export class StorageOwnership {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly known: KnownFiles,
  ) {}

  /**
   * Proves ownership; for one process at a time.
   * @returns the time now, by the clock that the storage has for its files; null when it was told to stop before it knew
   * @throws ForeignStorageError unless the storage is this database's
   */
  async prove(isStopping: () => boolean): Promise<Date | null> {
    const marks = await this.dataSource.manager.find(StorageMarkEntity, { order: { madeAt: 'ASC' } });
    const [first] = marks;
    if (!first) throw new Error('The table storage_marks has lost its row');
    const found = await this.found();
    const isOwn =
      found === null
        ? await this.mayClaim(first.madeAt, isStopping)
        : marks.some(({ mark }) => mark === found);
    if (isStopping()) return null;
    if (!isOwn) throw new ForeignStorageError(found !== null, first.mark);
    return this.renew();
  }

  private async found(): Promise<string | null> {
    try {
      return (await text(await this.storage.read(KEY))).trim();
    } catch (error) {
      if (error instanceof NotStoredError) return null;
      throw error;
    }
  }

  /**
   * A storage without a mark, as before there were marks, is this database's if no Darkroom has put files there, or if
   * the database knows one of them. If files are older than this database's mark, the database must know one of those;
   * newer ones it may have written into a foreign storage itself.
   */
  private async mayClaim(madeAt: Date, isStopping: () => boolean): Promise<boolean> {
    const surelyEarlier = new Date(madeAt.getTime() - CLOCKS_APART_MS);
    for (const before of [surelyEarlier, new Date()]) {
      let isEmpty = true;
      for (const folder of FOLDERS) {
        for await (const keys of olderKeys(this.storage, folder, before, isStopping)) {
          isEmpty = false;
          if ((await this.known.among(folder, keys)).size > 0) return true;
        }
      }
      if (!isEmpty) return false;
    }
    return true;
  }

  /**
   * Both marks count until the new one is written: nobody who dies in between loses the storage.
   * @returns when it was written
   */
  private async renew(): Promise<Date> {
    const { manager } = this.dataSource;
    const mark = randomUUID();
    await manager.insert(StorageMarkEntity, { mark });
    await this.storage.put(KEY, Buffer.from(mark));
    await manager.delete(StorageMarkEntity, { mark: Not(mark) });
    const renewedAt = await this.storage.changedAt(KEY);
    if (!renewedAt) throw new NotStoredError(`The key ${KEY} vanished as soon as it was written`);
    return renewedAt;
  }
}
