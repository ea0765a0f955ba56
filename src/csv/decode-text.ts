import { type DecoderStream, getDecoder } from 'iconv-lite';
import { CsvEncoding } from './inspect-source';

/** Whatever the stream's chunks, work goes on in steps of this size: about a millisecond each. */
const STEP_BYTES = 64 * 1024;

/**
 * Bytes to text, without its byte order mark. A character may be cut by a chunk border at any byte. No piece ends
 * between CR and LF or inside a surrogate pair: what may be the first half is held back. Half pairs, which
 * UTF-16 files may contain and Postgres refuses, become U+FFFD.
 */
export class TextDecoding {
  private readonly decoder: DecoderStream;
  private readonly wellFormed: (text: string) => string;
  private heldBack = '';

  constructor(encoding: CsvEncoding) {
    this.decoder = getDecoder(encoding);
    this.wellFormed = encoding.startsWith('utf-16') ? withoutHalfPairs : text => text;
  }

  *push(chunk: Buffer): Generator<string, void, undefined> {
    for (let at = 0; at < chunk.length; at += STEP_BYTES) {
      const text = this.heldBack + this.decoder.write(chunk.subarray(at, at + STEP_BYTES));
      this.heldBack = firstHalfAtEnd(text);
      const piece = this.heldBack ? text.slice(0, -1) : text;
      if (piece) yield this.wellFormed(piece);
    }
  }

  *end(): Generator<string, void, undefined> {
    const rest = this.heldBack + (this.decoder.end() ?? '');
    if (rest) yield this.wellFormed(rest);
  }
}

function firstHalfAtEnd(text: string): string {
  const code = text.charCodeAt(text.length - 1);
  return code === 0x0d || (code >= 0xd800 && code <= 0xdbff) ? text.slice(-1) : '';
}

function withoutHalfPairs(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
