import type { Readable } from 'node:stream';
import { UnavailableError } from '../common/errors';

/** Inclusive byte positions, as in an HTTP range. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A key and when its content was last written. */
export interface Listed {
  key: string;
  changedAt: Date;
}

/** The headers that a key is to be served with by a store that clients reach by themselves. */
export interface ServedAs {
  contentType: string;
  cacheControl: string;
}

/** A key is unknown to the storage. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

/** The store did not do what it was asked; its own words are the cause. */
export class StorageError extends UnavailableError {
  override readonly name = 'StorageError';
  readonly what = 'The storage';

  constructor(
    message: string,
    /** The store is there and says no: trying again does not help until somebody changes a setting. */
    readonly isRefusal: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Where uploads and compressed images are kept. Keys are paths of the program's own making with `/` between
 * folders. A key shows either nothing or the whole content, never a part of it, and writing twice is harmless.
 */
export abstract class Storage {
  /** Stores content that is in memory. */
  abstract put(key: string, content: Buffer, servedAs?: ServedAs): Promise<void>;

  /** Stores a file that lies on the local disk; the file is gone afterwards. */
  abstract putFile(key: string, path: string): Promise<void>;

  /** In bytes. @throws NotStoredError when there is no such key. */
  abstract size(key: string): Promise<number>;

  /** Content from the first byte, or of a range of it. @throws NotStoredError when there is no such key. */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Where a client is sent to for a key; null when the program sends the content itself. Asks nobody. */
  abstract directUrl(key: string, method: 'GET' | 'HEAD'): Promise<string | null>;

  /** Removes what is there; a key that is not there is no error. @throws when any of them may still be there */
  abstract remove(keys: string[]): Promise<void>;

  /** When its content was last written; null when there is no such key. */
  abstract changedAt(key: string): Promise<Date | null>;

  /** All keys below a folder, in no particular order. */
  abstract list(folder: string): AsyncIterable<Listed>;

  /** Makes folders before anything is stored in them, where there are such things: `put` then need not. */
  abstract makeFolders(folders: string[]): Promise<void>;

  /** Proves that something can be written. @throws what the medium says. */
  abstract probe(): Promise<void>;
}
