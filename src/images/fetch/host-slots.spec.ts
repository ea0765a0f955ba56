import { NoRoomError } from './no-room-error';
import { HostSlots } from './host-slots';

const HOST = 'shop.example:443';
const never = new AbortController().signal;

/** How many of so many that ask at once get a slot. */
async function admitted(slots: HostSlots, asking: number): Promise<number> {
  let count = 0;
  for (let n = 0; n < asking; n++) void slots.acquirePatiently(HOST, never).then(() => count++);
  await new Promise(setImmediate);
  return count;
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

it('gives each host a limited number of slots of its own', async () => {
  const slots = new HostSlots(3, 64);
  expect(await admitted(slots, 5)).toBe(3);
  await expect(slots.acquire('other.example:443', never)).resolves.toBeInstanceOf(Function);
});

it('goes to a host that asked to slow down one by one, and faster with each that it lets through', async () => {
  const slots = new HostSlots(3, 64);
  slots.slowDown(HOST, 2_000);
  expect(slots.pausedFor(HOST)).toBe(2_000);
  jest.advanceTimersByTime(2_000);
  expect(slots.pausedFor(HOST)).toBe(0);
  let count = 0;
  for (let n = 0; n < 9; n++) void slots.acquirePatiently(HOST, never).then(() => count++);
  for (const expected of [1, 2, 3, 3]) {
    await new Promise(setImmediate);
    expect(count).toBe(expected);
    slots.letThrough(HOST);
  }
});

it('a success that was asked for before the pause opens no further slot after it', async () => {
  const slots = new HostSlots(3, 64);
  slots.slowDown(HOST, 2_000);
  slots.letThrough(HOST);
  jest.advanceTimersByTime(2_000);
  expect(await admitted(slots, 3)).toBe(1);
});

it('keeps to the longest pause', () => {
  const slots = new HostSlots(3, 64);
  slots.slowDown(HOST, 5_000);
  slots.slowDown(HOST, 1_000);
  expect(slots.pausedFor(HOST)).toBe(5_000);
});

it('forgets hosts that asked to slow down after very many others did', () => {
  const slots = new HostSlots(3, 64);
  slots.slowDown(HOST, 5_000);
  for (let n = 0; n < 10_000; n++) slots.slowDown(`${n}.example:443`, 5_000);
  expect(slots.pausedFor(HOST)).toBe(0);
  expect(slots.pausedFor('0.example:443')).toBe(5_000);
});

it('keeps a pause for as long as it was asked for when the clock is set back', () => {
  const slots = new HostSlots(3, 64);
  slots.slowDown(HOST, 2_000);
  jest.setSystemTime(Date.now() - 600_000);
  jest.advanceTimersByTime(2_000);
  expect(slots.pausedFor(HOST)).toBe(0);
});

describe('a host whose slots are all taken', () => {
  it('is waited for when it is quick', async () => {
    const slots = new HostSlots(1, 64);
    const leave = await slots.acquire(HOST, never);
    const next = slots.acquire(HOST, never);
    leave(0);
    await expect(next).resolves.toBeInstanceOf(Function);
    expect(slots.saturatedHosts()).toEqual([]);
  });

  it('is not waited for when it is slow, until a part of its slots is free', async () => {
    const slots = new HostSlots(8, 64);
    const leave = await Promise.all(Array.from({ length: 8 }, () => slots.acquire(HOST, never)));
    // The first one finds out how slow it is, the next one knows.
    const first = slots.acquire(HOST, never);
    jest.advanceTimersByTime(1_000);
    await expect(first).rejects.toThrow(NoRoomError);
    await expect(slots.acquire(HOST, never)).rejects.toThrow(NoRoomError);
    expect(slots.saturatedHosts()).toEqual([HOST]);
    leave[0]?.(1_000);
    expect(slots.saturatedHosts()).toEqual([HOST]);
    leave[1]?.(1_000);
    expect(slots.saturatedHosts()).toEqual([]);
    await expect(slots.acquire(HOST, never)).resolves.toBeInstanceOf(Function);
  });

  it('is waited for by those who are patient, however slow it is', async () => {
    const slots = new HostSlots(1, 64);
    const leave = await slots.acquire(HOST, never);
    const next = slots.acquirePatiently(HOST, never);
    const hurried = slots.acquire(HOST, never);
    jest.advanceTimersByTime(1_000);
    await expect(hurried).rejects.toThrow(NoRoomError);
    leave(1_000);
    await expect(next).resolves.toBeInstanceOf(Function);
  });

  it('forgets a waiter whose signal is aborted', async () => {
    const slots = new HostSlots(1, 64);
    await slots.acquire(HOST, never);
    await expect(slots.acquire(HOST, AbortSignal.abort(new Error('the lease was lost')))).rejects.toThrow(
      'the lease was lost',
    );
  });
});

describe('a host that others redirect to', () => {
  const [SHOP, CDN] = ['shop.example:443', 'cdn.example:443'];
  const behindShop = (slots: HostSlots) => slots.acquireBehind(SHOP, CDN, never);

  it('is waited for', async () => {
    const slots = new HostSlots(1, 64);
    const leave = await behindShop(slots);
    const next = behindShop(slots);
    jest.advanceTimersByTime(10_000);
    leave(0);
    await expect(next).resolves.toBeInstanceOf(Function);
  });

  it('turns the one that redirects away for a moment where there is no room for it, those that wait included', async () => {
    const slots = new HostSlots(8, 64);
    for (let n = 0; n < 32; n++) behindShop(slots).catch(() => undefined);
    await expect(behindShop(slots)).rejects.toThrow(NoRoomError);
    expect(slots.saturatedHosts().sort()).toEqual([CDN, SHOP]);
    jest.advanceTimersByTime(1_000);
    expect(slots.saturatedHosts()).toEqual([CDN]);
  });
});
