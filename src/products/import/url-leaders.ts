import { randomFillSync } from 'node:crypto';

const { imul } = Math;

/** The largest part of the slots that is in use; more makes look-ups long. */
const LOAD = 0.9;

/** The numbers in a slot: a fingerprint of the URL, and the sequence plus one (0: free). */
const SLOT = 2;

/** The most images that share one leader, itself included: all move in one transaction, which must not be large. */
export const LARGEST_GROUP = 100;

/** The part that an image plays among those with its URL. Numbers are sequences in the request. */
export type Occurrence =
  | { kind: 'first' }
  /** Shares the fate of a leader. */
  | { kind: 'follower'; leader: number }
  /** Leads the next group, which takes over what became of the first image with this URL. */
  | { kind: 'leader'; first: number };

/**
 * Remembers at which sequence a URL of the request came first, in 9 bytes a URL / LOAD, since ten million URLs
 * themselves would not fit in memory. It may take two URLs for the same: the caller compares them.
 */
export class UrlLeaders {
  private readonly slots: Uint32Array;
  /** The number of images, beside the leader, in the group that a slot's URL fills at the moment. */
  private readonly followers: Uint8Array;
  /** The leader of that group if it is not the first image with the URL, by the first one. */
  private readonly laterLeaders = new Map<number, number>();
  private readonly size: number;
  /** Random numbers, so that nobody can write a file with URLs that all collide. */
  private readonly seeds = randomFillSync(new Uint32Array(2));

  /** @param urls the most URLs that there can be */
  constructor(urls: number) {
    this.size = Math.max(8, Math.ceil(urls / LOAD));
    this.slots = new Uint32Array(this.size * SLOT);
    this.followers = new Uint8Array(this.size);
  }

  /** Takes the image with this URL into account; the URL that came before may be another one with the same hashes. */
  add(url: string, sequence: number): Occurrence {
    const [place, fingerprint] = this.hashes(url);
    for (let slot = place % this.size; ; slot = (slot + 1) % this.size) {
      const taken = this.slots[slot * SLOT + 1] ?? 0;
      if (taken === 0) {
        this.slots[slot * SLOT] = fingerprint;
        this.slots[slot * SLOT + 1] = sequence + 1;
        return { kind: 'first' };
      }
      if (this.slots[slot * SLOT] === fingerprint) return this.again(slot, taken - 1, sequence);
    }
  }

  private again(slot: number, first: number, sequence: number): Occurrence {
    const followers = this.followers[slot] ?? 0;
    if (followers + 1 < LARGEST_GROUP) {
      this.followers[slot] = followers + 1;
      return { kind: 'follower', leader: this.laterLeaders.get(first) ?? first };
    }
    this.followers[slot] = 0;
    this.laterLeaders.set(first, sequence);
    return { kind: 'leader', first };
  }

  /** Two independent 32-bit hashes in one pass (FNV-1a, and a multiplicative one). */
  private hashes(text: string): [number, number] {
    let [first = 0, second = 0] = this.seeds;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      first = imul(first ^ code, 0x01000193);
      second = imul(second + code, 0x85ebca6b);
      second ^= second >>> 13;
    }
    return [(first ^ (first >>> 15)) >>> 0, second >>> 0];
  }
}
