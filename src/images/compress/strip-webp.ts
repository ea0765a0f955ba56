import { minimalExif } from './minimal-exif';
import { readWebpChunks, type WebpChunk, writeWebp } from './webp-chunks';

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/** Removes EXIF, XMP and unknown chunks from a WebP; null where its structure is not understood. */
export function stripWebp(input: Buffer, orientation: number): Buffer | null {
  const chunks = readWebpChunks(input);
  if (!chunks?.some(chunk => ['VP8 ', 'VP8L', 'ANMF'].includes(chunk.type))) return null;
  const kept = chunks.filter(chunk => KEPT.has(chunk.type));
  const keepsExif = orientation > 1 && kept[0]?.type === 'VP8X';
  if (keepsExif) kept.push({ type: 'EXIF', body: minimalExif(orientation) });
  return writeWebp(kept.map(chunk => (chunk.type === 'VP8X' ? withFlags(chunk, keepsExif) : chunk)));
}

function withFlags(chunk: WebpChunk, keepsExif: boolean): WebpChunk {
  const body = Buffer.from(chunk.body);
  body[0] = ((body[0] ?? 0) & ~(HAS_EXIF | HAS_XMP)) | (keepsExif ? HAS_EXIF : 0);
  return { ...chunk, body };
}
