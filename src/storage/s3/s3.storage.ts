import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  type ByteRange,
  type Listed,
  NotStoredError,
  type ServedAs,
  SIGNED_URL_SECONDS,
  Storage,
  StorageError,
} from '../storage';
import { serveMode } from '../serve-mode';
import type { StorageSettings } from '../storage.settings';
import { type OpenAfter, resumableRead } from './resumable-read';
import { type Patience, S3Gateway } from './s3.gateway';

/** The most keys that S3 takes in one call. */
const KEYS_REMOVED_AT_ONCE = 1_000;

/** Keeps every key as an object in a bucket, below a prefix. S3 shows an object only when all of it is there. */
export class S3Storage extends Storage {
  private readonly prefix: string;

  constructor(
    private readonly s3: S3Gateway,
    private readonly settings: StorageSettings,
  ) {
    super();
    const path = settings.S3_PREFIX.replace(/^\/+|\/+$/g, '');
    this.prefix = path && `${path}/`;
  }

  async put(key: string, content: Buffer, servedAs?: ServedAs): Promise<void> {
    await this.s3.put(this.whole(key), content, servedAs);
  }

  async putFile(key: string, path: string): Promise<void> {
    await this.s3.putFile(this.whole(key), path);
    await rm(path, { force: true });
  }

  size(key: string): Promise<number> {
    return this.s3.size(this.whole(key));
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    let version: string | undefined;
    const open: OpenAfter = async (bytes, signal) => {
      const asked =
        range || bytes > 0 ? `bytes=${(range?.start ?? 0) + bytes}-${range?.end ?? ''}` : undefined;
      const opened = await this.s3.get(this.whole(key), asked, signal, version);
      version = opened.version;
      return opened;
    };
    return resumableRead(open);
  }

  directUrl(key: string, method: 'GET' | 'HEAD'): Promise<string | null> {
    const whole = this.whole(key);
    const mode = serveMode(this.settings);
    switch (mode.kind) {
      case 'stream':
        return Promise.resolve(null);
      case 'redirect':
        return Promise.resolve(`${mode.to.replace(/\/+$/, '')}/${whole}`);
      case 'signed':
        return this.s3.sign(whole, method, SIGNED_URL_SECONDS);
    }
  }

  async remove(keys: string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += KEYS_REMOVED_AT_ONCE) {
      const batch = keys.slice(start, start + KEYS_REMOVED_AT_ONCE).map(key => this.whole(key));
      const left = (await this.s3.remove(batch)).filter(({ code }) => code !== 'NoSuchKey');
      const [first] = left;
      if (!first) continue;
      const cause = new Error(`${first.key}: ${first.code}`);
      throw new StorageError(`S3: ${left.length} of ${batch.length} keys could not be removed`, false, {
        cause,
      });
    }
  }

  async changedAt(key: string): Promise<Date | null> {
    try {
      return await this.s3.changedAt(this.whole(key));
    } catch (error) {
      if (error instanceof NotStoredError) return null;
      throw error;
    }
  }

  async *list(folder: string): AsyncGenerator<Listed> {
    for await (const { key, changedAt } of this.s3.list(this.whole(`${folder}/`))) {
      yield { key: key.slice(this.prefix.length), changedAt };
    }
  }

  /** Does nothing: a bucket has no folders. */
  makeFolders(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes the same key each time: a bucket that keeps old versions, or counts requests, is spared a deletion. */
  async probe(): Promise<void> {
    await this.put('probe', Buffer.from('probe'));
  }

  private whole(key: string): string {
    return this.prefix + key;
  }
}

/** Connects to the bucket of the settings; tests set `patience`, the time that the store may take. */
export function openS3Storage(settings: StorageSettings, patience?: Patience): S3Storage {
  return new S3Storage(new S3Gateway(settings, patience), settings);
}
