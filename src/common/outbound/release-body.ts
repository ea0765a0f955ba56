import type { Readable } from 'node:stream';

/** The most bytes of an answer that are read and dropped to keep its connection; more is not worth it. */
const MOST_BYTES = 4_096;

/** Drops a body: a short one is read so that the connection can be used again, a longer one is cut off. */
export function releaseBody(body: Readable): void {
  let bytes = 0;
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) body.destroy();
  });
}
