import type { DataSource } from 'typeorm';
import type { Ledger } from '../ledger';
import { Leases } from './leases';

const A_MINUTE = 60_000;

describe('Leases', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('wait for Postgres with one connection, however long it takes, and go on then', async () => {
    const answers: (() => void)[] = [];
    const query = () => new Promise(resolve => answers.push(() => resolve([[{ id: 'a' }], 1])));
    const leases = new Leases({ query } as unknown as DataSource, {} as unknown as Ledger);
    leases.onApplicationBootstrap();
    void leases.hold({ imageId: 'a', claim: 1, requestId: 'r' }, () => new Promise(() => undefined));
    await jest.advanceTimersByTimeAsync(A_MINUTE);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(2);
    leases.onApplicationShutdown();
  });
});
