/** Chance that can be had again: the seed is printed by the test that fails (mulberry32). */
export class SeededRandom {
  private state: number;

  constructor(readonly seed = Number(process.env.SEED ?? Date.now() % 1_000_000)) {
    this.state = seed;
  }

  /** From 0 to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }
}
