import { type LookupAddress, promises as dns } from 'node:dns';
import { CONCURRENT_LOOKUPS } from './concurrent-lookups';
import { Slots } from './slots';

export type Resolve = (name: string) => Promise<LookupAddress[]>;

const REMEMBERED_NAMES = 1_000;

/** All addresses of a name, from the system's resolver (it honours /etc/hosts). Answers are not judged here. */
export class NameResolver {
  private readonly answers = new Map<string, { addresses: Promise<LookupAddress[]>; until: number }>();
  private readonly slots = new Slots(CONCURRENT_LOOKUPS);

  constructor(
    private readonly resolve: Resolve = name => dns.lookup(name, { all: true }),
    /** For as long an answer, a failure too, is used again: origins without keep-alive cost one lookup each. */
    private readonly rememberMs = 5_000,
  ) {}

  /** @throws the resolver's error */
  async addressesOf(name: string): Promise<LookupAddress[]> {
    const known = this.answers.get(name);
    if (known && known.until > Date.now()) return known.addresses;

    const answer = { addresses: this.ask(name), until: Infinity };
    this.remember(name, answer);
    try {
      return await answer.addresses;
    } finally {
      answer.until = Date.now() + this.rememberMs;
    }
  }

  private async ask(name: string): Promise<LookupAddress[]> {
    const release = await this.slots.acquire();
    try {
      return await this.resolve(name);
    } finally {
      release();
    }
  }

  private remember(name: string, answer: { addresses: Promise<LookupAddress[]>; until: number }): void {
    this.answers.delete(name);
    const [oldest] = this.answers.keys();
    if (oldest !== undefined && this.answers.size >= REMEMBERED_NAMES) this.answers.delete(oldest);
    this.answers.set(name, answer);
  }
}
