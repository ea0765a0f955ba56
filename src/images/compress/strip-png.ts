import { minimalExif } from './minimal-exif';
import { checksumHolds, pngChunk, readPngChunks } from './png-chunks';

/** The chunks that the pixels and their colours need; any other chunk may be private. */
const KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD', 'pHYs', 'sBIT'],
  ...['iCCP', 'sRGB', 'gAMA', 'cHRM', 'cICP', 'mDCV', 'cLLI'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/**
 * Removes text, times, EXIF and private chunks from a PNG or APNG; null where its structure is not understood, or where
 * more than `atMost` bytes are left.
 */
export function stripPng(input: Buffer, orientation: number, atMost: number): Buffer | null {
  const chunks = readPngChunks(input);
  if (!chunks) return null;
  const kept = chunks.filter(chunk => KEPT.has(chunk.type));
  if (kept.reduce((sum, chunk) => sum + chunk.whole.length, 0) > atMost) return null;
  if (!kept.every(checksumHolds)) return null;
  const parts = kept.map(chunk => chunk.whole);
  if (orientation > 1) parts.splice(1, 0, pngChunk('eXIf', minimalExif(orientation)));
  return Buffer.concat([input.subarray(0, 8), ...parts]);
}
