import { type DecoderStream, getDecoder } from 'iconv-lite';
import { CsvEncoding } from './inspect-source';

/** The length of a piece, in characters: about a millisecond of work. */
const PIECE_LENGTH = 64 * 1024;

/**
 * Decodes bytes to text without its byte order mark. A chunk may end in the middle of a character. Pieces have the
 * same length whatever the chunks are, so that a file is read the same way each time; none ends between CR and LF or
 * inside a surrogate pair. Half pairs, which UTF-16 files may contain and Postgres refuses, become U+FFFD.
 */
export class TextDecoding {
  private readonly decoder: DecoderStream;
  private readonly wellFormed: (text: string) => string;
  private rest = '';

  constructor(encoding: CsvEncoding) {
    this.decoder = getDecoder(encoding);
    this.wellFormed = encoding.startsWith('utf-16') ? withoutHalfPairs : text => text;
  }

  *push(chunk: Buffer): Generator<string, void, undefined> {
    for (let at = 0; at < chunk.length; at += PIECE_LENGTH) {
      this.rest += this.decoder.write(chunk.subarray(at, at + PIECE_LENGTH));
      while (this.rest.length > PIECE_LENGTH) yield this.cut();
    }
  }

  *end(): Generator<string, void, undefined> {
    this.rest += this.decoder.end() ?? '';
    if (this.rest) yield this.wellFormed(this.rest);
  }

  private cut(): string {
    const length = isFirstHalf(this.rest.charCodeAt(PIECE_LENGTH - 1)) ? PIECE_LENGTH - 1 : PIECE_LENGTH;
    const piece = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return this.wellFormed(piece);
  }
}

/** Whether a character may be the first half of CR and LF, or of a surrogate pair. */
function isFirstHalf(code: number): boolean {
  return code === 0x0d || (code >= 0xd800 && code <= 0xdbff);
}

function withoutHalfPairs(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
