import type { LookupAddress } from 'node:dns';
import { setMaxListeners } from 'node:events';
import { CONCURRENT_LOOKUPS } from './concurrent-lookups';
import { LookupsBusyError } from './lookups-busy-error';
import { NameResolver } from './name-resolver';

const PATIENCE_MS = 10;

const ADDRESSES: LookupAddress[] = [{ address: '1.1.1.1', family: 4 }];

/** A name server whose answers wait until the test gives them. */
function heldNames() {
  const asked: string[] = [];
  const answers = new Map<string, (error?: Error) => void>();
  const resolve = (name: string) => {
    asked.push(name);
    return new Promise<LookupAddress[]>((answer, fail) =>
      answers.set(name, error => (error ? fail(error) : answer(ADDRESSES))),
    );
  };
  return { asked, resolve, answer: (name: string, error?: Error) => answers.get(name)?.(error) };
}

const settled = () => new Promise(setImmediate);
const names = (kind: string, count: number) => Array.from({ length: count }, (_, n) => `${kind}-${n}.test`);

describe('NameResolver', () => {
  let server: ReturnType<typeof heldNames>;
  let resolver: NameResolver;
  let over: AbortController;

  beforeEach(() => {
    server = heldNames();
    resolver = new NameResolver(server.resolve, { rememberMs: 0, patienceMs: 5_000 });
    over = new AbortController();
    setMaxListeners(0, over.signal);
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  });
  afterEach(() => {
    over.abort();
    jest.useRealTimers();
  });

  async function lookedUpIn(ms: number, name: string, error?: Error): Promise<void> {
    const addresses = resolver.addressesOf(name).catch(() => undefined);
    await settled();
    jest.advanceTimersByTime(ms);
    server.answer(name, error);
    await addresses;
  }

  /** Waits for a turn that does not come, for all of PATIENCE_MS. @returns the error */
  async function inVain(name: string): Promise<unknown> {
    const error = resolver.addressesOf(name).catch((thrown: unknown) => thrown);
    await settled();
    jest.advanceTimersByTime(PATIENCE_MS);
    return error;
  }

  /** @returns which of these names are being looked up when all are wanted */
  async function begunOf(wanted: string[]): Promise<string[]> {
    const before = server.asked.length;
    for (const name of wanted) void resolver.addressesOf(name, over.signal).catch(() => undefined);
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

  it('asks anew when what it remembered is too old, a failure too, though the clock was set back', async () => {
    resolver = new NameResolver(server.resolve, { rememberMs: 5_000, patienceMs: 5_000 });
    await lookedUpIn(20, 'shop.test', new Error('no answer'));
    jest.setSystemTime(Date.now() - 600_000);
    jest.advanceTimersByTime(4_999);
    expect(await begunOf(['shop.test'])).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(await begunOf(['shop.test'])).toEqual(['shop.test']);
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

  it('says when there was no turn, and to a name that hung before that it is late itself', async () => {
    resolver = new NameResolver(server.resolve, { rememberMs: 0, patienceMs: PATIENCE_MS });
    await lookedUpIn(4_000, 'slow.test');
    await lookedUpIn(4_000, 'dead.test', new Error('no answer'));
    const hanging = await begunOf(names('hangs', CONCURRENT_LOOKUPS / 2));
    for (const name of ['new.test', 'slow.test']) expect(await inVain(name)).toBeInstanceOf(LookupsBusyError);
    const ofDead = await inVain('dead.test');
    expect(ofDead).toMatchObject({ code: 'timeout' });
    expect(ofDead).not.toBeInstanceOf(LookupsBusyError);

    for (const name of hanging) server.answer(name);
    const later = resolver.addressesOf('new.test');
    await settled();
    server.answer('new.test');
    expect(await later).toEqual(ADDRESSES);
  });

  it('has patience until a turn comes, and none is needed from there on', async () => {
    resolver = new NameResolver(server.resolve, { rememberMs: 0, patienceMs: PATIENCE_MS });
    const answer = resolver.addressesOf('hangs.test');
    await begunOf(names('hangs', CONCURRENT_LOOKUPS / 2 - 1));
    expect(await inVain('late.test')).toBeInstanceOf(LookupsBusyError);
    server.answer('hangs.test');
    expect(await answer).toEqual(ADDRESSES);
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
