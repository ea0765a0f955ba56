import type { LookupAddress } from 'node:dns';
import { CONCURRENT_LOOKUPS } from './concurrent-lookups';
import { NameResolver } from './name-resolver';

const ADDRESSES: LookupAddress[] = [{ address: '1.1.1.1', family: 4 }];

/** A name server whose answers wait until the test gives them. */
function heldNames() {
  const asked: string[] = [];
  const answers = new Map<string, () => void>();
  const resolve = (name: string) => {
    asked.push(name);
    return new Promise<LookupAddress[]>(answer => answers.set(name, () => answer(ADDRESSES)));
  };
  return { asked, resolve, answer: (name: string) => answers.get(name)?.() };
}

const settled = () => new Promise(setImmediate);
const names = (kind: string, count: number) => Array.from({ length: count }, (_, n) => `${kind}-${n}.test`);

describe('NameResolver', () => {
  let server: ReturnType<typeof heldNames>;
  let resolver: NameResolver;
  let now: number;

  beforeEach(() => {
    server = heldNames();
    resolver = new NameResolver(server.resolve, 0);
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  async function lookedUpIn(ms: number, name: string): Promise<void> {
    const addresses = resolver.addressesOf(name);
    await settled();
    now += ms;
    server.answer(name);
    await addresses;
  }

  /** @returns which of these names are being looked up when all are wanted */
  async function begunOf(wanted: string[]): Promise<string[]> {
    const before = server.asked.length;
    for (const name of wanted) void resolver.addressesOf(name);
    await settled();
    return server.asked.slice(before);
  }

  it('asks once for all who want the same name at the same time', async () => {
    const both = Promise.all([resolver.addressesOf('shop.test'), resolver.addressesOf('shop.test')]);
    await settled();
    server.answer('shop.test');
    expect(await both).toEqual([ADDRESSES, ADDRESSES]);
    expect(server.asked).toEqual(['shop.test']);
  });

  it('keeps slots for names that answered quickly, and for new ones beside those that were slow', async () => {
    const [quick, slow, unknown] = [names('quick', 9), names('slow', 9), names('new', 9)];
    for (const name of quick) await lookedUpIn(20, name);
    for (const name of slow) await lookedUpIn(4_000, name);
    expect(await begunOf(slow)).toHaveLength(CONCURRENT_LOOKUPS / 4);
    expect(await begunOf(unknown)).toHaveLength(CONCURRENT_LOOKUPS / 4);
    expect(await begunOf(quick)).toHaveLength(CONCURRENT_LOOKUPS / 2);
  });

  it('goes by the last time: a name that is quick again has its place back', async () => {
    await lookedUpIn(4_000, 'shop.test');
    await lookedUpIn(20, 'shop.test');
    await begunOf(names('new', 9));
    expect(await begunOf(['shop.test'])).toEqual(['shop.test']);
  });

  it('does not look up what nobody waits for any more, but what somebody does', async () => {
    const hanging = names('hangs', 9);
    await begunOf(hanging);
    const [impatient, patient] = [new AbortController(), new AbortController()];
    const left = [
      resolver.addressesOf('left.test', impatient.signal),
      resolver.addressesOf('left.test', impatient.signal),
    ].map(answer => answer.catch(() => 'called off'));
    void resolver.addressesOf('wanted.test', impatient.signal);
    void resolver.addressesOf('wanted.test', patient.signal);
    impatient.abort();
    expect(await Promise.all(left)).toEqual(['called off', 'called off']);
    for (const name of hanging) {
      server.answer(name);
      await settled();
    }
    expect(server.asked).toContain('wanted.test');
    expect(server.asked).not.toContain('left.test');
  });

  it('looks up anew what was called off', async () => {
    const [hanging = ''] = await begunOf(names('hangs', CONCURRENT_LOOKUPS / 2));
    const impatient = new AbortController();
    const calledOff = resolver.addressesOf('shop.test', impatient.signal);
    impatient.abort();
    const wanted = resolver.addressesOf('shop.test');
    await expect(calledOff).rejects.toThrow();
    server.answer(hanging);
    await settled();
    server.answer('shop.test');
    expect(await wanted).toEqual(ADDRESSES);
  });
});
