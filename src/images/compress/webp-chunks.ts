import { MAX_PARTS } from './part-limit';

export interface WebpChunk {
  type: string;
  body: Buffer;
}

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;

/** Lists the chunks inside the RIFF container, without what follows it; null where it is cut off. */
export function readWebpChunks(input: Buffer): WebpChunk[] | null {
  if (input.length < RIFF_HEADER) return null;
  const end = 8 + input.readUInt32LE(4);
  if (end > input.length) return null;
  const chunks: WebpChunk[] = [];
  let at = RIFF_HEADER;
  while (at + CHUNK_HEADER <= end) {
    const next = at + CHUNK_HEADER + input.readUInt32LE(at + 4);
    if (next > end || chunks.length === MAX_PARTS) return null;
    chunks.push({
      type: input.toString('latin1', at, at + 4),
      body: input.subarray(at + CHUNK_HEADER, next),
    });
    at = next + (next % 2);
  }
  return chunks;
}

export function writeWebp(chunks: WebpChunk[]): Buffer {
  const parts = chunks.flatMap(({ type, body }) => {
    const header = Buffer.from(`${type}\0\0\0\0`, 'latin1');
    header.writeUInt32LE(body.length, 4);
    return [header, body, Buffer.alloc(body.length % 2)];
  });
  const content = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...parts]);
  content.writeUInt32LE(content.length - 8, 4);
  return content;
}

export function countWebpFrames(chunks: WebpChunk[]): number {
  return Math.max(1, chunks.filter(chunk => chunk.type === 'ANMF').length);
}
