import type { DataSource } from 'typeorm';
import type { Ledger } from '../ledger';
import { Leases } from './leases';

const A_MINUTE = 60_000;

describe('Leases', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('wait for a lock with one connection, however long it takes, and go on behind it', async () => {
    const unlocks: (() => void)[] = [];
    const query = () => new Promise<void>(unlock => unlocks.push(unlock));
    const leases = new Leases({ query } as unknown as DataSource, {} as unknown as Ledger);
    leases.onApplicationBootstrap();
    void leases.hold({ imageId: 'a', claim: 1, requestId: 'r' }, () => new Promise(() => undefined));
    await jest.advanceTimersByTimeAsync(A_MINUTE);
    expect(unlocks).toHaveLength(1);
    unlocks[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(unlocks).toHaveLength(2);
    leases.onApplicationShutdown();
  });
});
