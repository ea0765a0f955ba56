const LONGEST_NAME = 100;

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A product's name as that of a folder, on any system: no separators, control or direction characters. */
export function folderName(productName: string): string {
  const plain = productName
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

/** From the plain name to one that no two products share. */
const WAYS: ((folder: string, product: NamedProduct) => string)[] = [
  folder => folder,
  (folder, { serial }) => `${folder} (${serial})`,
  // A row without a serial number has its own, which another may state; and a name may look like the ones made here.
  (folder, { serial, row }) => `${folder} (${serial}, row ${row})`,
];

/** By row the folders of those whose names are not theirs alone, wherever letter case does not count. */
export function distinctFolders(products: NamedProduct[]): Map<number, string> {
  const ways = new Map<number, number>();
  const nameOf = (product: NamedProduct) =>
    WAYS[ways.get(product.row) ?? 0]!(folderName(product.name), product);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    const shared = sharedKeys(products.map(nameOf));
    for (const product of shared.size > 0 ? products : []) {
      const way = ways.get(product.row) ?? 0;
      if (way + 1 === WAYS.length || !shared.has(nameOf(product).toLowerCase())) continue;
      ways.set(product.row, way + 1);
      isChanged = true;
    }
  }
  const renamed = products.filter(({ row }) => ways.has(row));
  return new Map(renamed.map(product => [product.row, nameOf(product)]));
}

function sharedKeys(names: string[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) shared.add(key);
    seen.add(key);
  }
  return shared;
}

/** `<folder>/<folder>-<position>.<ext>`. */
export function entryName(folder: string, position: number, extension: string): string {
  return `${folder}/${folder}-${position}.${extension}`;
}
