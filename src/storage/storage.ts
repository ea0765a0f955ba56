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

/** The headers that a store sends with a key when clients reach it directly. */
export interface ServedAs {
  contentType: string;
  cacheControl: string;
}

/** A key is unknown to the storage. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

/** The store failed a call; its own error is the cause. */
export class StorageError extends UnavailableError {
  override readonly name = 'StorageError';
  readonly what = 'The storage';

  constructor(
    message: string,
    /** Whether the store refuses the call: trying again does not help until somebody changes a setting. */
    readonly isRefusal: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The life of a signed URL in seconds: long enough for slow clients that follow a cached redirect to it. */
export const SIGNED_URL_SECONDS = 3_600;

/**
 * Keeps uploads and compressed images. Keys are paths that the program makes, with `/` between folders. A key shows
 * either nothing or the whole content, never a part of it, and writing twice is harmless.
 */
export abstract class Storage {
  /** Stores content that is in memory. */
  abstract put(key: string, content: Buffer, servedAs?: ServedAs): Promise<void>;

  /** Stores a file that lies on the local disk; the file is gone afterwards. */
  abstract putFile(key: string, path: string): Promise<void>;

  /** The size in bytes. @throws NotStoredError when there is no such key. */
  abstract size(key: string): Promise<number>;

  /** Reads the content, or a range of it. @throws NotStoredError when there is no such key. */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** The URL to redirect a client to for a key; null when the program sends the content itself. Makes no call. */
  abstract directUrl(key: string, method: 'GET' | 'HEAD'): Promise<string | null>;

  /** Removes keys; a missing one is no error. @throws when any of them may still be there */
  abstract remove(keys: string[]): Promise<void>;

  /** The time its content was last written; null when there is no such key. */
  abstract changedAt(key: string): Promise<Date | null>;

  /** All keys below a folder, in no particular order. */
  abstract list(folder: string): AsyncIterable<Listed>;

  /** Makes folders in advance, where a storage has folders, so that `put` need not. */
  abstract makeFolders(folders: string[]): Promise<void>;

  /** Proves that something can be written. @throws the error of the medium */
  abstract probe(): Promise<void>;
}
