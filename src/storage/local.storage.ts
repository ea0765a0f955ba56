import { randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fdatasync,
  fsync,
  open as openFile,
  openSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type ByteRange, type Listed, NotStoredError, Storage } from './storage';

const descriptorOf = promisify(openFile);
const flushData = promisify(fdatasync);
const flushAll = promisify(fsync);

/** Recognises a system error by its code alone: it is not always of this realm's `Error`. */
const hasCode = (error: unknown, code: string) => (error as NodeJS.ErrnoException | null)?.code === code;

const isMissing = (error: unknown) => hasCode(error, 'ENOENT');

/** Waits until the content of a file, or the names in a folder, outlive a power cut. */
async function flush(path: string): Promise<void> {
  // Opening what was used just now takes less than the way to another thread and back; flushing runs in another one.
  const descriptor = openSync(path, 'r');
  try {
    await flushAll(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The answers of file systems that know no flush of a folder (some of networks); Postgres passes over the same ones. */
const NOT_FOR_FOLDERS = ['EINVAL', 'EBADF', 'EISDIR', 'EACCES'];

/** Waits until the names in a folder outlive a power cut, where its file system can say so. */
async function flushNames(folder: string): Promise<void> {
  try {
    await flush(folder);
  } catch (error) {
    if (!NOT_FOR_FOLDERS.some(code => hasCode(error, code))) throw error;
  }
}

/** Makes a folder and those above it, where they are missing. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await flushNames(dirname(made));
}

/** The folder of files that are not complete yet. */
const PARTIAL = 'partial';

/**
 * Keeps every key as a file below one folder. A file gets its name only when it is completely on disk, and counts as
 * stored when its name is there too.
 */
export class LocalStorage extends Storage {
  private readonly root: string;

  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  async put(key: string, content: Buffer): Promise<void> {
    await this.write(key, async path => {
      const file = await descriptorOf(path, 'wx');
      try {
        // Writing to the page cache takes less than the way to another thread and back; flushing runs in another one.
        writeFileSync(file, content);
        await flushData(file);
      } finally {
        closeSync(file);
      }
    });
  }

  async putFile(key: string, source: string): Promise<void> {
    await this.write(key, async path => {
      await flush(source);
      await rename(source, path).catch(async (error: unknown) => {
        // Another file system: a name cannot be moved there, so the bytes have to.
        if (!hasCode(error, 'EXDEV')) throw error;
        const target = await open(path, 'wx');
        await pipeline(createReadStream(source), target.createWriteStream({ flush: true }));
        await rm(source);
      });
    });
  }

  async size(key: string): Promise<number> {
    return (await this.orNotStored(key, stat(this.path(key)))).size;
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await this.orNotStored(key, open(this.path(key), 'r'));
    return file.createReadStream(range);
  }

  directUrl(): Promise<null> {
    return Promise.resolve(null);
  }

  async remove(keys: string[]): Promise<void> {
    for (const key of keys) await rm(this.path(key), { force: true });
  }

  async changedAt(key: string): Promise<Date | null> {
    try {
      return (await stat(this.path(key))).mtime;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async *list(folder: string): AsyncGenerator<Listed> {
    const entries = await readdir(this.path(folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const key = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        yield* this.list(key);
        continue;
      }
      const changedAt = await this.changedAt(key);
      if (changedAt) yield { key, changedAt };
    }
  }

  async makeFolders(folders: string[]): Promise<void> {
    await Promise.all(folders.map(folder => makeFolder(this.path(folder))));
  }

  async probe(): Promise<void> {
    const key = `probe/${randomUUID()}`;
    await this.put(key, Buffer.from('probe'));
    await this.remove([key]);
  }

  /** Runs `fill` on a path of its own and gives the file its name when that is done. */
  private async write(key: string, fill: (path: string) => Promise<void>): Promise<void> {
    const path = this.path(key);
    const partial = join(this.root, PARTIAL, randomUUID());
    try {
      await this.withFolder(partial, () => fill(partial));
      await this.withFolder(path, () => rename(partial, path));
      await flushNames(dirname(path));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /** Makes the folder only when it turns out to be missing: it nearly always is there. */
  private async withFolder(path: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!isMissing(error)) throw error;
      await makeFolder(dirname(path));
      await action();
    }
  }

  private async orNotStored<T>(key: string, result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      throw isMissing(error) ? new NotStoredError(`Nothing is stored as ${key}`, { cause: error }) : error;
    }
  }

  private path(key: string): string {
    return join(this.root, key);
  }
}
