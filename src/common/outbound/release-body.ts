import type { Readable } from 'node:stream';

/** The most bytes of an answer that are read and dropped to keep its connection; more is not worth it. */
const MOST_BYTES = 4_096;

/** The time after which it is not worth it either. */
const MOST_MS = 5_000;

/** Drops a body: one that soon ends is read so that the connection can be used again, any other is cut off. */
export function releaseBody(body: Readable): void {
  let bytes = 0;
  const patience = setTimeout(() => body.destroy(), MOST_MS);
  body.once('close', () => clearTimeout(patience));
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) body.destroy();
  });
}
