import { MAX_PARTS } from './part-limit';

/** A box of the container that AVIF uses; positions are offsets in the file. */
export interface Box {
  type: string;
  start: number;
  body: number;
  end: number;
}

/** Lists the boxes between two offsets, without a rest that is too short for a box; null where a box reaches beyond. */
export function readBoxes(input: Buffer, from: number, to: number): Box[] | null {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && boxes.length < MAX_PARTS) {
    const box = readBox(input, at, to);
    if (!box) return null;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/**
 * Lists the boxes of a file. Rubbish after the picture looks like a box of an absurd size, so only those up to the first
 * odd one count.
 */
export function leadingBoxes(input: Buffer): Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= input.length && boxes.length < MAX_PARTS) {
    const box = readBox(input, at, input.length);
    if (!box || !/^[\x20-\x7e]{4}$/.test(box.type)) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

function readBox(input: Buffer, at: number, to: number): Box | null {
  const short = input.readUInt32BE(at);
  if (short === 1 && at + 16 > to) return null;
  // 1: the size follows as 64 bits; 0: the box reaches to the end of the file.
  const size = short === 1 ? Number(input.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
  const body = at + (short === 1 ? 16 : 8);
  if (body > at + size || at + size > to) return null;
  return { type: input.toString('latin1', at + 4, at + 8), start: at, body, end: at + size };
}

/** Reads big-endian numbers one after the other; throws a RangeError at the end of the input. */
export class BoxCursor {
  constructor(
    private readonly input: Buffer,
    private at: number,
  ) {}

  /** `bytes` may be 0, as item tables have it for numbers that they leave out. */
  number(bytes: number): number {
    if (this.at + bytes > this.input.length) throw new RangeError('The input ends within a table');
    let value = 0;
    for (let index = 0; index < bytes; index += 1)
      value = value * 256 + this.input.readUInt8(this.at + index);
    this.at += bytes;
    return value;
  }

  text(bytes: number): string {
    this.at += bytes;
    return this.input.toString('latin1', this.at - bytes, this.at);
  }
}
