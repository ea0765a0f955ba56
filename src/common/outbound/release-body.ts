import type { Readable } from 'node:stream';

/** Bytes of a receiver's answer that are thrown away to keep its connection; more is not worth it. */
const MOST_BYTES = 4_096;

/** Lets go of a body without looking at it: a short one so that the connection can be used again, else at once. */
export function releaseBody(body: Readable): void {
  let bytes = 0;
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) body.destroy();
  });
}
