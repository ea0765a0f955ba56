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
    const short = input.readUInt32BE(at);
    if (short === 1 && at + 16 > to) return null;
    // 1: the size follows as 64 bits; 0: the box reaches to the end of the file.
    const size = short === 1 ? Number(input.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const body = at + (short === 1 ? 16 : 8);
    if (body > at + size || at + size > to) return null;
    boxes.push({ type: input.toString('latin1', at + 4, at + 8), start: at, body, end: at + size });
    at += size;
  }
  return boxes;
}

/** Reads big-endian numbers one after the other; throws a RangeError at the end of the input. */
export class BoxCursor {
  constructor(
    private readonly input: Buffer,
    private at: number,
  ) {}

  /** `bytes` may be 0, as item tables have it for numbers that they leave out. */
  number(bytes: number): number {
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
