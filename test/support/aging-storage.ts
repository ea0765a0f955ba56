import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings } from '../../src/common/settings';
import { type Storage, StorageSettings } from '../../src/storage';
import { LocalStorage } from '../../src/storage/local.storage';
import { openS3Storage } from '../../src/storage/s3/s3.storage';
import { S3Server } from './s3-server';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';

/** A storage whose files can be made to look as if they had been there for a while. */
export class AgingStorage {
  private constructor(
    readonly storage: Storage,
    private readonly changedAt: (key: string, time: Date) => Promise<void>,
    readonly remove: () => Promise<void>,
  ) {}

  static async onTheDisk(): Promise<AgingStorage> {
    const folder = await temporaryFolder();
    return new AgingStorage(
      new LocalStorage(folder),
      (key, time) => utimes(join(folder, key), time, time),
      () => removeTemporaryFolder(folder),
    );
  }

  static async onS3(): Promise<AgingStorage> {
    const server = await S3Server.start();
    return new AgingStorage(
      openS3Storage(loadSettings(StorageSettings, server.settings())),
      (key, time) => server.changedAt(key, time),
      () => server.remove(),
    );
  }

  async put(key: string, ageMs: number): Promise<void> {
    await this.storage.put(key, Buffer.from('content'));
    const time = new Date(Date.now() - ageMs);
    await this.changedAt(key, time);
  }

  /** All but what says whose the storage is. */
  async keys(): Promise<string[]> {
    const found: string[] = [];
    for (const folder of ['images', 'sources', 'partial']) {
      for await (const { key } of this.storage.list(folder)) found.push(key);
    }
    return found.sort();
  }
}

/** For `describe.each`: every kind of storage, with where it is. */
export const AGING_STORAGES: [where: string, begin: () => Promise<AgingStorage>][] = [
  ['on the disk', () => AgingStorage.onTheDisk()],
  ['on S3', () => AgingStorage.onS3()],
];
