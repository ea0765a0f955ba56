import { metaBoxes, privateExtents } from './avif-items';
import { type Box, leadingBoxes, readBoxes } from './isobmff-boxes';

/** The boxes that pictures and their sequences need; any other box is blanked. */
const KEPT = new Set(['ftyp', 'meta', 'mdat', 'moov', 'free', 'skip']);

/** An EXIF item with an empty directory: the orientation of an AVIF is a property of the picture, not EXIF's. */
const EMPTY_EXIF = Buffer.from('\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1');

/**
 * Removes EXIF and XMP from an AVIF; null where its structure is not understood. Everything in the file refers to
 * offsets, so private parts are blanked in their place, and the rest after the last box is left out.
 */
export function stripAvif(input: Buffer): Buffer | null {
  try {
    const output = Buffer.from(input);
    const boxes = boxesOf(output);
    if (!boxes) return null;
    for (const box of boxes) {
      if (!KEPT.has(box.type)) blank(output, box);
      if (box.type === 'meta') blankItems(output, box);
      if (box.type === 'moov') blankUserData(output, box, 0);
    }
    return output.subarray(0, boxes.at(-1)?.end);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function boxesOf(input: Buffer): Box[] | null {
  const boxes = leadingBoxes(input);
  const isComplete = ['ftyp', 'mdat'].every(type => boxes.some(box => box.type === type));
  return isComplete ? boxes : null;
}

function blankItems(output: Buffer, meta: Box): void {
  const boxes = metaBoxes(output, meta);
  if (!boxes) throw new RangeError('A box reaches beyond its parent');
  for (const { type, start, end } of privateExtents(output, boxes)) {
    output.fill(type === 'Exif' ? 0 : ' ', start, end);
    if (type === 'Exif' && end - start >= EMPTY_EXIF.length) EMPTY_EXIF.copy(output, start);
  }
}

/** `udta` and `meta` hold titles, authors and places of a sequence, in the movie or in a track. */
function blankUserData(output: Buffer, parent: Box, depth: number): void {
  for (const box of readBoxes(output, parent.body, parent.end) ?? []) {
    if (box.type === 'udta' || box.type === 'meta' || box.type === 'uuid') blank(output, box);
    if (box.type === 'trak' && depth === 0) blankUserData(output, box, depth + 1);
  }
}

function blank(output: Buffer, box: Box): void {
  output.write('free', box.start + 4, 'latin1');
  output.fill(0, box.body, box.end);
}
