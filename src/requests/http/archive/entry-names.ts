import { hash } from 'node:crypto';

const LONGEST_NAME = 100;

/** The number of characters of a name that decide its folder. More would only cost time. */
export const CHARACTERS_READ = 2 * LONGEST_NAME;

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Makes a name fit for a folder or file on any system: no separators, control or direction characters. */
export function portableName(name: string): string {
  const plain = name
    .slice(0, CHARACTERS_READ)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_NAME)
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (plain === '') return 'product';
  return DEVICE.test(plain) ? `${plain}_` : plain;
}

/** A product as far as its folder is concerned. */
export interface NamedProduct {
  row: number;
  serial: number;
  name: string;
}

/**
 * Maps a row to its folder, for products whose name (ignoring case) is used more than once, or by a file beside the
 * folders. They are told apart by serial number, and by row where that is not enough: a row without a number counts as
 * having its row's, which another row may state; and a name may look like the ones made here.
 *
 * @param read all products in pages, in order; asked for twice, so that a million names need not be held
 * @param files the names of the files beside the folders
 */
export async function distinctFolders(
  read: () => AsyncIterable<NamedProduct[]>,
  files: readonly string[],
): Promise<Map<number, string>> {
  const [taken, repeated] = [new Set(files.map(keyOf)), new Set<number>()];
  for await (const products of read()) {
    for (const { name } of products) {
      const key = keyOf(portableName(name));
      (taken.has(key) ? repeated : taken).add(key);
    }
  }
  const distinct = new Map<number, string>();
  if (repeated.size === 0) return distinct;
  for await (const products of read()) {
    for (const { row, serial, name } of products) {
      const plain = portableName(name);
      if (!repeated.has(keyOf(plain))) continue;
      let folder = `${plain} (${serial})`;
      while (taken.has(keyOf(folder))) folder += ` (row ${row})`;
      taken.add(keyOf(folder));
      distinct.set(row, folder);
    }
  }
  return distinct;
}

/** Hexadecimal digits that a number holds exactly. */
const KEY_DIGITS = 13;

/** A number that is equal for equal folders. Should two others ever share one, they are told apart without need. */
function keyOf(folder: string): number {
  return parseInt(hash('sha1', folder.toLowerCase(), 'hex').slice(0, KEY_DIGITS), 16);
}

/** `<folder>/<folder>-<position>.<ext>`. */
export function entryName(folder: string, position: number, extension: string): string {
  return `${folder}/${folder}-${position}.${extension}`;
}
