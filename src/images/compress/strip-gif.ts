import { type GifBlock, readGifBlocks } from './gif-blocks';

/** The extensions that stay: loop count and colour profile. XMP and the marks of editors are removed. */
const KEPT_APPLICATIONS = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** Removes comments, XMP and private extensions from a GIF; null where its structure is not understood. */
export function stripGif(input: Buffer): Buffer | null {
  const blocks = readGifBlocks(input);
  return blocks && Buffer.concat(blocks.filter(isKept).map(block => block.whole));
}

function isKept({ kind, whole }: GifBlock): boolean {
  if (kind === 'application') return KEPT_APPLICATIONS.includes(whole.toString('latin1', 3, 14));
  return kind !== 'other_extension';
}
