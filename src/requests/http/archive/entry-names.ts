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

/** What makes two folders the same where letter case does not count. */
export const folderKey = (productName: string): string => folderName(productName).toLowerCase();

/** `<name>/<name>-<position>.<ext>`, with ` (<serial>)` where other products have the same name. */
export function entryName(
  product: { name: string; serial: number; isRepeated: boolean },
  position: number,
  extension: string,
): string {
  const name = folderName(product.name);
  const folder = product.isRepeated ? `${name} (${product.serial})` : name;
  return `${folder}/${folder}-${position}.${extension}`;
}
