import { createHash } from 'node:crypto';
import type { ServedAs } from '../storage';
// Not from the folder's index, which brings sharp along.
import { FORMAT_FACTS, IMAGE_FORMATS, type ImageFormat } from './compress/image-format';

/** A stored result, by its name. */
export interface OutputFile {
  hash: string;
  format: ImageFormat;
}

const LONGEST_BASE_NAME = 80;

/**
 * `<original base name>-<hash>.<ext>`: the hash identifies the file, the base name is for people and search engines.
 */
const OUTPUT_FILE = /^(?:[\w.-]*-)?([0-9a-f]{32})\.([a-z]+)$/;

const FORMAT_OF = new Map(IMAGE_FORMATS.map(format => [FORMAT_FACTS[format].extension, format]));

/** The content behind a hash never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The headers that a result is served with, by this program or by the store. */
export function servedAs(format: ImageFormat): ServedAs {
  return { contentType: FORMAT_FACTS[format].mediaType, cacheControl: FOR_EVER };
}

/** Reduces the last part of the path of a URL to plain letters, digits, dots, dashes and underscores. */
export function baseName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const plain = decoded(last)
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, LONGEST_BASE_NAME);
  return plain || 'image';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Names a result. The hash covers request and content: the same result gets the same name, and nobody who does not know
 * the request can compute it.
 */
export function outputFile(requestId: string, url: string, content: Buffer, format: ImageFormat): string {
  const hash = createHash('sha256').update(requestId).update(content).digest('hex').slice(0, 32);
  return `${baseName(url)}-${hash}.${FORMAT_FACTS[format].extension}`;
}

/** Reads the hash and the format from the name of a result; null for a name that was never handed out. */
export function parseOutputFile(filename: string): OutputFile | null {
  const [, hash, extension = ''] = OUTPUT_FILE.exec(filename) ?? [];
  const format = FORMAT_OF.get(extension);
  return hash && format ? { hash, format } : null;
}

/** The storage key of the result with this name; null for a name that was never handed out. */
export function outputStorageKey(filename: string): string | null {
  const file = parseOutputFile(filename);
  return file && storageKey(file);
}

/** Whether a key of the storage is one that a result may be stored under. */
export function isOutputKey(key: string): boolean {
  return outputStorageKey(key.split('/').at(-1) ?? '') === key;
}

/** The storage key of a result, whatever its base name. */
export function storageKey({ hash, format }: OutputFile): string {
  return `${folderOf(hash.slice(0, 2))}/${hash}.${FORMAT_FACTS[format].extension}`;
}

const folderOf = (beginning: string) => `images/${beginning}`;

/** All folders that results are stored in. */
export const RESULT_FOLDERS = Array.from({ length: 256 }, (_, byte) =>
  folderOf(byte.toString(16).padStart(2, '0')),
);
