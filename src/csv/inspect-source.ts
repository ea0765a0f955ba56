import { isUtf8 } from 'node:buffer';

export const CSV_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type CsvEncoding = (typeof CSV_ENCODINGS)[number];

/** The encoding of a file. */
export interface SourceFormat {
  encoding: CsvEncoding;
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
}

export interface SourceInspection extends SourceFormat {
  /** Whether the file holds nothing but a byte order mark and blank space. */
  empty: boolean;
  /** The kind of a file that is no text: an Excel workbook, or something else with NUL characters. */
  binary: null | 'xlsx' | 'other';
}

const ZIP_SIGNATURE = Buffer.from('PK\x03\x04', 'latin1');
const BOMS = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
] as const;
const LONGEST_SIGNATURE = 4;

/**
 * Looks at a whole file, in flat memory, to learn how it is encoded. The first character beyond ASCII may be the
 * last byte of a gigabyte, so nothing less than the whole file tells UTF-8 from Windows-1252. UTF-16 without a
 * byte order mark shows NUL bytes and counts as binary.
 */
export class SourceInspector {
  /** The verdict, known as soon as the first sign of it was seen; nothing is looked at after that. */
  binary: SourceInspection['binary'] = null;
  private head: Buffer | null = Buffer.alloc(0);
  private bom: (typeof BOMS)[number] | undefined;
  private empty = true;
  private validUtf8 = true;
  /** The first bytes of a character, or of a UTF-16 unit, whose others are in the next chunk. */
  private rest: Buffer = Buffer.alloc(0);

  /** Holds back the first bytes until there are enough to tell a signature. */
  push(chunk: Buffer): void {
    if (this.binary) return;
    if (!this.head) return this.inspect(chunk);
    this.head = Buffer.concat([this.head, chunk]);
    if (this.head.length >= LONGEST_SIGNATURE) this.begin(this.head);
  }

  /** The encoding by the look so far, if it is text; null for the first few bytes. */
  get format(): SourceFormat | null {
    return this.head ? null : this.formatOf(this.validUtf8);
  }

  end(): SourceInspection {
    if (this.head) this.begin(this.head);
    const format = this.formatOf(this.validUtf8 && this.rest.length === 0);
    return { ...format, empty: this.empty && !this.binary, binary: this.binary };
  }

  private formatOf(isUtf8: boolean): SourceFormat {
    const encoding = this.bom?.encoding ?? (isUtf8 ? 'utf-8' : 'windows-1252');
    return { encoding, bom: this.bom !== undefined };
  }

  private begin(head: Buffer): void {
    this.head = null;
    this.bom = BOMS.find(({ bytes }) => head.subarray(0, bytes.length).equals(bytes));
    if (head.subarray(0, ZIP_SIGNATURE.length).equals(ZIP_SIGNATURE)) this.binary = 'xlsx';
    else this.inspect(head.subarray(this.bom?.bytes.length ?? 0));
  }

  private inspect(chunk: Buffer): void {
    if (this.empty) this.empty = chunk.every(isBlank);
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    if (this.bom && this.bom.encoding !== 'utf-8') return this.inspectUtf16(bytes);
    if (chunk.includes(0)) this.binary = 'other';
    if (!this.validUtf8) return;
    const whole = bytes.length - unfinishedUtf8(bytes);
    this.validUtf8 = isUtf8(bytes.subarray(0, whole));
    this.rest = Buffer.from(bytes.subarray(whole));
  }

  private inspectUtf16(bytes: Buffer): void {
    const whole = bytes.length - (bytes.length % 2);
    if (hasNulUnit(bytes.subarray(0, whole))) this.binary = 'other';
    this.rest = Buffer.from(bytes.subarray(whole));
  }
}

/** Tab, LF, CR, space, and the zero byte that UTF-16 puts beside them. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0;
}

/** The number of bytes at the end that begin a character without completing it: 0 to 3. */
function unfinishedUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** U+0000 as two zero bytes on an even place; on an odd place they belong to two characters. */
function hasNulUnit(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('\0\0'); at !== -1; at = bytes.indexOf('\0\0', at + 1)) {
    if (at % 2 === 0) return true;
  }
  return false;
}
