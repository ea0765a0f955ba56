import { HostSlots } from './host-slots';

const HOST = 'shop.example:443';
const never = new AbortController().signal;

/** How many of so many that ask at once get a slot. */
async function admitted(slots: HostSlots, asking: number): Promise<number> {
  let count = 0;
  for (let n = 0; n < asking; n++) void slots.acquire(HOST, never).then(() => count++);
  await new Promise(setImmediate);
  return count;
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

it('lets so many at a time to a host, and any other host is another matter', async () => {
  const slots = new HostSlots(3);
  expect(await admitted(slots, 5)).toBe(3);
  await expect(slots.acquire('other.example:443', never)).resolves.toBeInstanceOf(Function);
});

it('goes to a host that asked to slow down one by one, and faster with each that it lets through', async () => {
  const slots = new HostSlots(3);
  slots.slowDown(HOST, 2_000);
  expect(slots.pausedFor(HOST)).toBe(2_000);
  jest.advanceTimersByTime(2_000);
  expect(slots.pausedFor(HOST)).toBe(0);
  let count = 0;
  for (let n = 0; n < 9; n++) void slots.acquire(HOST, never).then(() => count++);
  for (const expected of [1, 2, 3, 3]) {
    await new Promise(setImmediate);
    expect(count).toBe(expected);
    slots.letThrough(HOST);
  }
});

it('does not take for a welcome what was asked before the pause', async () => {
  const slots = new HostSlots(3);
  slots.slowDown(HOST, 2_000);
  slots.letThrough(HOST);
  jest.advanceTimersByTime(2_000);
  expect(await admitted(slots, 3)).toBe(1);
});

it('keeps to the longest pause', () => {
  const slots = new HostSlots(3);
  slots.slowDown(HOST, 5_000);
  slots.slowDown(HOST, 1_000);
  expect(slots.pausedFor(HOST)).toBe(5_000);
});
