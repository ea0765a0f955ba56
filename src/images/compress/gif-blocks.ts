import { MAX_PARTS } from './part-limit';

export interface GifBlock {
  kind: 'header' | 'image' | 'graphic_control' | 'application' | 'other_extension' | 'trailer';
  /** The bytes of the block with its introducer and all its sub-blocks, as in the file. */
  whole: Buffer;
}

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;

/**
 * Lists the blocks up to and including the trailer, without the rest of the file; null where the structure is broken.
 */
export function readGifBlocks(input: Buffer): GifBlock[] | null {
  let end = 13 + colourTableLength(input[10]);
  const blocks: GifBlock[] = [{ kind: 'header', whole: input.subarray(0, end) }];
  for (let at = end; at < input.length && blocks.length < MAX_PARTS; at = end) {
    const introducer = input[at];
    if (introducer === TRAILER) return [...blocks, { kind: 'trailer', whole: input.subarray(at, at + 1) }];
    if (introducer === IMAGE) end = endOfSubBlocks(input, at + 11 + colourTableLength(input[at + 9]));
    else if (introducer === EXTENSION) end = endOfSubBlocks(input, at + 2);
    else return null;
    if (end > input.length) return null;
    const kind = introducer === IMAGE ? 'image' : extensionKind(input[at + 1]);
    blocks.push({ kind, whole: input.subarray(at, end) });
  }
  return null;
}

export function countGifFrames(blocks: GifBlock[]): number {
  return blocks.filter(block => block.kind === 'image').length;
}

function extensionKind(label: number | undefined): GifBlock['kind'] {
  if (label === GRAPHIC_CONTROL) return 'graphic_control';
  return label === APPLICATION ? 'application' : 'other_extension';
}

/** The size in bytes of the colour table that the flags of a header or an image announce. */
function colourTableLength(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The position after a chain of sub-blocks; beyond the end of the input where the chain does not end. */
function endOfSubBlocks(input: Buffer, start: number): number {
  let at = start;
  while (at < input.length) {
    const length = input[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return input.length + 1;
}
