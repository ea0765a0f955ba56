import { metaBoxes } from './avif-items';
import { type CodedColours, codedColours } from './code-points';
import { type Box, BoxCursor, leadingBoxes, readBoxes } from './isobmff-boxes';
import { MAX_PARTS } from './part-limit';

/**
 * Reads the code points of the picture in an AVIF (`colr` of type `nclx`), which libvips does not tell; null where there
 * are none and where an ICC profile, which goes before them, says more.
 */
export function avifColours(input: Buffer): CodedColours | null {
  try {
    const described = primaryProperties(input)
      .filter(({ type }) => type === 'colr')
      .map(({ body }) => new BoxCursor(input, body));
    const kinds = described.map(cursor => cursor.text(4));
    const coded = described[kinds.indexOf('nclx')];
    if (!coded || kinds.includes('prof') || kinds.includes('rICC')) return null;
    return codedColours(coded.number(2), coded.number(2));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Only the primary item counts: a gain map and the HDR picture made with it have colours of their own. */
function primaryProperties(input: Buffer): Box[] {
  const inside = (box: Box | undefined) => (box && readBoxes(input, box.body, box.end)) ?? [];
  const meta = leadingBoxes(input).find(({ type }) => type === 'meta');
  const boxes = (meta && metaBoxes(input, meta)) ?? [];
  const primary = boxes.find(({ type }) => type === 'pitm');
  if (!primary) return [];
  const tables = inside(boxes.find(({ type }) => type === 'iprp'));
  const properties = inside(tables.find(({ type }) => type === 'ipco'));
  const item = primaryItem(input, primary);
  return tables
    .filter(({ type }) => type === 'ipma')
    .flatMap(table => propertyNumbers(input, table, item))
    .flatMap(number => properties[number - 1] ?? []);
}

function primaryItem(input: Buffer, box: Box): number {
  const cursor = new BoxCursor(input, box.body);
  const version = cursor.number(1);
  cursor.number(3);
  return cursor.number(version === 0 ? 2 : 4);
}

/** Looks up the properties of an item, counted from 1 (ISO/IEC 23008-12, 9.3.1). */
function propertyNumbers(input: Buffer, box: Box, wanted: number): number[] {
  const cursor = new BoxCursor(input, box.body);
  const itemBytes = cursor.number(1) === 0 ? 2 : 4;
  // The first bit of a number says whether the property is essential.
  const [numberBytes, mask] = (cursor.number(3) & 1) === 1 ? [2, 0x7fff] : [1, 0x7f];
  for (let left = Math.min(cursor.number(4), MAX_PARTS); left > 0; left -= 1) {
    const item = cursor.number(itemBytes);
    const count = cursor.number(1);
    const numbers = Array.from({ length: count }, () => cursor.number(numberBytes) & mask);
    if (item === wanted) return numbers;
  }
  return [];
}
