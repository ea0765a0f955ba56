import { crc32 } from 'node:zlib';
import { type CodedColours, codedColours } from './code-points';
import { MAX_PARTS } from './part-limit';

export interface PngChunk {
  type: string;
  body: Buffer;
  /** The bytes of length, type, body and checksum, as in the file. */
  whole: Buffer;
}

const SIGNATURE_LENGTH = 8;
const FRAME_LENGTH = 12;

/** Lists the chunks up to and including IEND, without the rest of the file; null where the structure is broken. */
export function readPngChunks(input: Buffer): PngChunk[] | null {
  const chunks: PngChunk[] = [];
  let at = SIGNATURE_LENGTH;
  while (at + FRAME_LENGTH <= input.length && chunks.length < MAX_PARTS) {
    const end = at + FRAME_LENGTH + input.readUInt32BE(at);
    if (end > input.length) return null;
    const type = input.toString('latin1', at + 4, at + 8);
    chunks.push({ type, body: input.subarray(at + 8, end - 4), whole: input.subarray(at, end) });
    if (type === 'IEND') return chunks[0]?.type === 'IHDR' ? chunks : null;
    at = end;
  }
  return null;
}

/** Writes one chunk, with its length and checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(FRAME_LENGTH + body.length);
  whole.writeUInt32BE(body.length, 0);
  whole.write(type, 4, 'latin1');
  body.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

/**
 * Whether the checksum of a chunk holds: libvips reads the first frame of an APNG only, so nobody else would notice
 * damage to the others.
 */
export function checksumHolds(chunk: PngChunk): boolean {
  return crc32(chunk.whole.subarray(4, -4)) === chunk.whole.readUInt32BE(chunk.whole.length - 4);
}

/**
 * Counts the frames of an APNG (`acTL` before the first `IDAT`); 1 for any other PNG. The picture in `IDAT` is a frame
 * where an `fcTL` precedes it; else only what cannot animate shows it, and it counts beside the frames.
 */
export function countPngFrames(chunks: PngChunk[]): number {
  const firstData = chunks.findIndex(chunk => chunk.type === 'IDAT');
  const isAnimated = chunks.slice(0, firstData).some(chunk => chunk.type === 'acTL');
  if (!isAnimated) return 1;
  // This counts the frames that exist, not the number that acTL claims.
  const frames = chunks.filter(chunk => chunk.type === 'fcTL').length;
  const showsData = chunks.slice(0, firstData).some(chunk => chunk.type === 'fcTL');
  return showsData ? frames : frames + 1;
}

/** sRGB's own exponent, times 100,000, and how far from it still looks the same. */
const SRGB_GAMMA = 45_455;
const TOLERANCE = 2_000;

/**
 * Reads the `gAMA` value where it changes how the picture looks in browsers: it counts only where no better description
 * of the colours exists. libvips ignores the chunk, and the picture would come out darker or paler.
 */
export function pngGamma(chunks: PngChunk[]): number | null {
  if (chunks.some(chunk => ['sRGB', 'iCCP', 'cICP'].includes(chunk.type))) return null;
  const body = chunks.find(chunk => chunk.type === 'gAMA')?.body;
  const value = body?.length === 4 ? body.readUInt32BE(0) : SRGB_GAMMA;
  return value > 0 && Math.abs(value - SRGB_GAMMA) > TOLERANCE ? value / 100_000 : null;
}

/** Reads the code points of a PNG (`cICP` before the first `IDAT`), which libvips ignores; null where there are none. */
export function pngColours(chunks: PngChunk[]): CodedColours | null {
  const firstData = chunks.findIndex(chunk => chunk.type === 'IDAT');
  const body = chunks.slice(0, firstData).find(chunk => chunk.type === 'cICP')?.body;
  if (body?.length !== 4) return null;
  const [primaries, transfer, , isFullRange] = body;
  return isFullRange === 1 ? codedColours(primaries ?? 0, transfer ?? 0) : 'other';
}
