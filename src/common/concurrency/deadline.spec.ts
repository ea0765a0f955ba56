import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Deadline } from './deadline';

const tooLate = () => new Error('too late');

describe('Deadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('aborts when the time is up, not before, and not after its end', () => {
    const [kept, ended] = [new Deadline(100, tooLate), new Deadline(100, tooLate)];
    jest.advanceTimersByTime(99);
    expect(kept.signal.aborted).toBe(false);
    ended.end();
    jest.advanceTimersByTime(1);
    expect(kept.signal.reason).toEqual(tooLate());
    expect(ended.signal.aborted).toBe(false);
  });

  it('does not count waits that are nobody’s fault', async () => {
    const deadline = new Deadline(100, tooLate);
    jest.advanceTimersByTime(60);
    await deadline.notCounting(() => Promise.resolve(jest.advanceTimersByTime(1_000)));
    jest.advanceTimersByTime(39);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('does not abort after its end, though a wait ends later', async () => {
    const deadline = new Deadline(100, tooLate);
    await deadline.notCounting(() => Promise.resolve(deadline.end()));
    jest.advanceTimersByTime(200);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('is called off with another signal, for its reason', () => {
    const outer = new AbortController();
    const begun = new Deadline(100, tooLate, outer.signal);
    outer.abort('nobody wants it');
    const late = new Deadline(100, tooLate, outer.signal);
    expect([begun.signal.reason, late.signal.reason]).toEqual(['nobody wants it', 'nobody wants it']);
  });
});

/** Seen to fail: with `AbortSignal.any([outer, AbortSignal.timeout(milliseconds)])` in its place. */
it('also aborts after the garbage collector has come by', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const outer = new AbortController().signal;
  const aborted = new Promise(resolve => {
    const { signal } = new Deadline(50, tooLate, outer);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });
  await new Promise(setImmediate);
  collectGarbage();
  await expect(aborted).resolves.toEqual(tooLate());
});
