import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { NotStoredError } from '../storage';

/** Connections in a row that bring next to nothing before a read is given up. */
const ATTEMPTS = 5;
const NEXT_TO_NOTHING = 1_024;
const FIRST_WAIT_MS = 200;

/** Content from one connection. */
export interface Opened {
  body: Readable;
  /** The number of bytes it should bring. */
  length: number;
}

/** Requests everything after so many bytes. Once the signal is aborted, nobody reads any more. */
export type OpenAfter = (bytes: number, signal: AbortSignal) => Promise<Opened>;

/**
 * Makes one stream out of several connections: when one breaks, the rest is requested. A store cuts off slow readers
 * (an import that waits for Postgres, a client on a slow line), and so does our own time limit.
 * @throws the error of the first `open`; later failures are the stream's
 */
export async function resumableRead(open: OpenAfter): Promise<Readable> {
  const closed = new AbortController();
  const first = await open(0, closed.signal);
  const pieces = piecesOf(first, open, closed.signal);
  // A generator that waits for its next piece does not hear that nobody wants it.
  return Readable.from(pieces, { objectMode: false }).once('close', () => closed.abort());
}

async function* piecesOf(first: Opened, open: OpenAfter, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  let connection: Opened | null = first;
  let offset = 0;
  for (let failures = 0; ;) {
    const begunAt = offset;
    try {
      connection ??= await open(offset, signal);
      for await (const piece of connection.body as AsyncIterable<Buffer>) {
        offset += piece.length;
        yield piece;
      }
      if (offset >= first.length) return;
      throw new Error(`The connection ended after ${offset} of ${first.length} bytes`);
    } catch (error) {
      connection = null;
      failures = offset - begunAt > NEXT_TO_NOTHING ? 1 : failures + 1;
      if (signal.aborted || error instanceof NotStoredError || failures === ATTEMPTS) throw error;
      await delay(FIRST_WAIT_MS * 2 ** (failures - 1), undefined, { signal });
    }
  }
}
