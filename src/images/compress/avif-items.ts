import { MAX_PARTS } from './part-limit';
import { type Box, BoxCursor, readBoxes } from './isobmff-boxes';

export interface Extent {
  start: number;
  end: number;
}

export interface PrivateExtent extends Extent {
  /** The type: `Exif`, or `mime` for XMP. */
  type: string;
}

const FULL_BOX_HEADER = 4;

/** The boxes inside a `meta` box. */
export function metaBoxes(input: Buffer, meta: Box): Box[] | null {
  return readBoxes(input, meta.body + FULL_BOX_HEADER, meta.end);
}

/** Finds the EXIF and XMP items of a `meta` box in the file; throws a RangeError on malformed tables. */
export function privateExtents(input: Buffer, boxes: Box[]): PrivateExtent[] {
  const find = (type: string) => boxes.find(box => box.type === type);
  const information = find('iinf');
  const locations = find('iloc');
  if (!information || !locations) return [];
  const items = privateItems(input, information);
  return itemExtents(input, locations, find('idat')).flatMap(({ item, extent }) => {
    const type = items.get(item);
    return type === undefined ? [] : [{ ...extent, type }];
  });
}

function privateItems(input: Buffer, box: Box): Map<number, string> {
  const countBytes = input.readUInt8(box.body) === 0 ? 2 : 4;
  const entries = readBoxes(input, box.body + FULL_BOX_HEADER + countBytes, box.end);
  if (!entries) throw new RangeError('An item entry reaches beyond its table');
  const items = new Map<number, string>();
  for (const entry of entries) {
    const cursor = new BoxCursor(input, entry.body);
    const version = cursor.number(1);
    cursor.number(3);
    const id = cursor.number(version === 3 ? 4 : 2);
    cursor.number(2);
    const type = version < 2 ? 'mime' : cursor.text(4);
    if (['Exif', 'mime', 'uri '].includes(type)) items.set(id, type);
  }
  return items;
}

/** Reads a table whose numbers have the widths that its head announces (ISO/IEC 14496-12, 8.11.3). */
function itemExtents(input: Buffer, box: Box, idat: Box | undefined): { item: number; extent: Extent }[] {
  const cursor = new BoxCursor(input, box.body);
  const version = cursor.number(1);
  cursor.number(3);
  const widths = cursor.number(2);
  const [offsetBytes, lengthBytes, baseBytes] = [widths >> 12, (widths >> 8) & 15, (widths >> 4) & 15];
  const indexBytes = version === 0 ? 0 : widths & 15;
  const found: { item: number; extent: Extent }[] = [];
  for (let left = cursor.number(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const item = cursor.number(version < 2 ? 2 : 4);
    const isInIdat = version > 0 && (cursor.number(2) & 15) === 1;
    cursor.number(2);
    const base = cursor.number(baseBytes) + (isInIdat ? (idat?.body ?? Infinity) : 0);
    for (let extents = cursor.number(2); extents > 0; extents -= 1) {
      cursor.number(indexBytes);
      const start = base + cursor.number(offsetBytes);
      const end = start + cursor.number(lengthBytes);
      if (end > input.length) throw new RangeError('An item lies beyond the file');
      if (found.length === MAX_PARTS) throw new RangeError('Too many items');
      found.push({ item, extent: { start, end } });
    }
  }
  return found;
}
