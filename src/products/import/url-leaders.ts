const { imul } = Math;

/** Part of the slots that is in use, at most; more makes look-ups long. */
const LOAD = 0.75;

/** A slot is two numbers: a fingerprint of the URL, and the sequence plus one (0: free). */
const SLOT = 2;

/**
 * Remembers at which sequence a URL of the request came first, in 8 bytes a URL / LOAD, since ten million URLs
 * themselves would not fit in memory. It may take two URLs for the same: the caller compares them.
 */
export class UrlLeaders {
  private readonly slots: Uint32Array;
  private readonly size: number;

  /** @param urls how many there can be at the most */
  constructor(urls: number) {
    this.size = Math.max(8, Math.ceil(urls / LOAD));
    this.slots = new Uint32Array(this.size * SLOT);
  }

  /** @returns the sequence of a former URL that is probably this one; else null, and this one is remembered. */
  claim(url: string, sequence: number): number | null {
    const [place, fingerprint] = hashes(url);
    for (let slot = place % this.size; ; slot = (slot + 1) % this.size) {
      const taken = this.slots[slot * SLOT + 1] ?? 0;
      if (taken === 0) {
        this.slots[slot * SLOT] = fingerprint;
        this.slots[slot * SLOT + 1] = sequence + 1;
        return null;
      }
      if (this.slots[slot * SLOT] === fingerprint) return taken - 1;
    }
  }
}

/** Two independent 32-bit hashes in one pass (FNV-1a, and a multiplicative one). */
function hashes(text: string): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = imul(first ^ code, 0x01000193);
    second = imul(second + code, 0x85ebca6b);
    second ^= second >>> 13;
  }
  return [(first ^ (first >>> 15)) >>> 0, second >>> 0];
}
