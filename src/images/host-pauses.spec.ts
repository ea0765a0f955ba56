import type { DataSource, EntityManager } from 'typeorm';
import { HostPauses } from './host-pauses';

const HOST = 'shop.example:443';
const MINUTE_MS = 60_000;

let pauses: HostPauses;

beforeEach(() => {
  jest.useFakeTimers();
  pauses = new HostPauses({} as DataSource);
});
afterEach(() => jest.useRealTimers());

/** A host lets something through, and that is recorded. @returns how many statements it took */
async function letThrough(host: string): Promise<number> {
  const query = jest.fn().mockResolvedValue([]);
  await pauses.record({ query } as unknown as EntityManager, [host], []);
  return query.mock.calls.length;
}

it('a pause that was learned of goes on until it is over, or gone where it was read', () => {
  pauses.learn(HOST, { leftMs: MINUTE_MS, throttledMs: 5 * MINUTE_MS });
  jest.advanceTimersByTime(20_000);
  expect(pauses.pausedForMs(HOST)).toBe(40_000);
  expect(pauses.throttledFor(HOST)).toBe(5 * MINUTE_MS + 20_000);
  pauses.learn(HOST, null);
  expect(pauses.pausedForMs(HOST)).toBeNull();
  expect(pauses.throttledFor(HOST)).toBe(0);
});

it('a pause that was noted here stands until its end, whatever is read: it may not be recorded yet', () => {
  pauses.note(HOST, MINUTE_MS);
  for (const read of [null, { leftMs: -1, throttledMs: 1 }]) pauses.learn(HOST, read);
  expect(pauses.pausedForMs(HOST)).toBe(MINUTE_MS);
  jest.advanceTimersByTime(MINUTE_MS);
  pauses.learn(HOST, { leftMs: -1, throttledMs: 1 });
  expect(pauses.throttledFor(HOST)).toBe(1);
});

it('patience with a host begins anew when it lets something through', async () => {
  pauses.note(HOST, 1_000);
  jest.advanceTimersByTime(MINUTE_MS);
  expect(pauses.throttledFor(HOST)).toBe(MINUTE_MS);
  await letThrough(HOST);
  jest.advanceTimersByTime(1_000);
  expect(pauses.throttledFor(HOST)).toBe(1_000);
});

it('a host without a pause costs no statement, and one whose transaction is tried again the same ones', async () => {
  expect(await letThrough(HOST)).toBe(0);
  pauses.learn(HOST, { leftMs: -1, throttledMs: 1 });
  const statements = await letThrough(HOST);
  expect(statements).toBeGreaterThan(0);
  expect(await letThrough(HOST)).toBe(statements);
});
