import { setImmediate } from 'node:timers/promises';

const LONGEST_NAME = 100;

/** Names in a row until others have their turn: a million take seconds. */
const STEP = 5_000;

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name as that of a folder or file on any system: no separators, control or direction characters. */
export function portableName(name: string): string {
  const plain = name
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
 * By row the folders of those whose names are not theirs alone, wherever letter case does not count: told apart by
 * serial number, and by row where that is not enough. A row without a number has its own, which another may state; and
 * a name may look like the ones made here.
 */
export async function distinctFolders(products: NamedProduct[]): Promise<Map<number, string>> {
  const plain: string[] = [];
  const taken = new Set<string>();
  const repeated = new Set<string>();
  for (const [index, { name }] of products.entries()) {
    if (index % STEP === 0) await setImmediate();
    const folder = portableName(name);
    const key = keyOf(folder);
    if (taken.has(key)) repeated.add(key);
    taken.add(key);
    plain.push(folder);
  }
  const distinct = new Map<number, string>();
  for (const [index, { row, serial }] of products.entries()) {
    if (index % STEP === 0) await setImmediate();
    if (!repeated.has(keyOf(plain[index]!))) continue;
    let folder = `${plain[index]!} (${serial})`;
    while (taken.has(keyOf(folder))) folder += ` (row ${row})`;
    taken.add(keyOf(folder));
    distinct.set(row, folder);
  }
  return distinct;
}

/** What makes two folders the same. */
const keyOf = (folder: string): string => folder.toLowerCase();

/** `<folder>/<folder>-<position>.<ext>`. */
export function entryName(folder: string, position: number, extension: string): string {
  return `${folder}/${folder}-${position}.${extension}`;
}
