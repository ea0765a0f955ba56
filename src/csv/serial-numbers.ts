import { AscendingNumbers } from './ascending-numbers';

const SHARDS = 256;
const FIRST_CAPACITY = 16;

/**
 * The serial numbers of a file and the rows they are in: 12 bytes each in ascending order, 24 to 48 in any other
 * (a Map takes more), in shards, so that growing never stops the event loop. 2,000,000 numbers fit in 50 MB.
 */
export class SerialNumbers {
  private readonly ascending = new AscendingNumbers();
  /** The numbers that were out of order. */
  private readonly shards = Array.from({ length: SHARDS }, () => new Shard());
  /** A seed unknown to the author of the file, who could otherwise choose numbers that all collide. */
  private readonly seed = Math.floor(Math.random() * 2 ** 32);

  /** Notes that the row has this number; gives the row that had it before, or null. */
  claim(serialNumber: number, row: number): number | null {
    if (this.ascending.append(serialNumber, row)) return null;
    const earlier = this.ascending.rowOf(serialNumber);
    if (earlier !== null) return earlier;
    const hash = this.hash(serialNumber);
    return this.shards[hash % SHARDS]!.claim(serialNumber, row, this.hash);
  }

  private readonly hash = (serialNumber: number): number => {
    const high = Math.floor(serialNumber / 2 ** 32);
    return mixed(mixed((serialNumber | 0) ^ this.seed) ^ high);
  };
}

/** A hash table with open addressing and linear probing; row 0 marks a free place. */
class Shard {
  private numbers = new Float64Array(FIRST_CAPACITY);
  private rows = new Uint32Array(FIRST_CAPACITY);
  private size = 0;

  claim(serialNumber: number, row: number, hash: (serialNumber: number) => number): number | null {
    const place = this.placeOf(serialNumber, hash(serialNumber));
    const earlier = this.rows[place]!;
    if (earlier !== 0) return earlier;
    this.numbers[place] = serialNumber;
    this.rows[place] = row;
    this.size++;
    if (this.size * 2 > this.rows.length) this.grow(hash);
    return null;
  }

  private placeOf(serialNumber: number, hash: number): number {
    const last = this.rows.length - 1;
    let place = (hash >>> 8) & last;
    while (this.rows[place] !== 0 && this.numbers[place] !== serialNumber) place = (place + 1) & last;
    return place;
  }

  private grow(hash: (serialNumber: number) => number): void {
    const { numbers, rows } = this;
    this.numbers = new Float64Array(rows.length * 2);
    this.rows = new Uint32Array(rows.length * 2);
    rows.forEach((row, old) => {
      if (row === 0) return;
      const place = this.placeOf(numbers[old]!, hash(numbers[old]!));
      this.numbers[place] = numbers[old]!;
      this.rows[place] = row;
    });
  }
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
