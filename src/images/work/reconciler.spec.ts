import { Logger } from '@nestjs/common';
import type { EventEmitter2 } from '@nestjs/event-emitter';
import type { DataSource } from 'typeorm';
import type { Ledger } from '../ledger';
import { WORK_LEASE_SECONDS } from '../lease';
import type { Outcomes } from '../outcomes';
import type { FailedAttempts } from './failed-attempts';
import { Reconciler } from './reconciler';

const EXPIRED = [{ imageId: 'a', claim: 1, requestId: 'r', host: 'h', attempts: 0, handedOver: false }];

describe('a reconciler whose database was away', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it.each([
    ['goes right', 0],
    ['is set back', -600_000],
    ['is set forward', 600_000],
  ])('trusts leases when those who work had time to extend them, on a clock that %s', async (_what, step) => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const query = jest.fn().mockResolvedValue(EXPIRED).mockRejectedValueOnce(new Error('Postgres is away'));
    const transact = jest.fn().mockResolvedValue(0);
    const reconciler = new Reconciler(
      { query } as unknown as DataSource,
      { transact } as unknown as Ledger,
      {} as unknown as EventEmitter2,
      {} as unknown as FailedAttempts,
      {} as unknown as Outcomes,
    );
    reconciler.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(query).toHaveBeenCalled();
    jest.setSystemTime(Date.now() + step);
    await jest.advanceTimersByTimeAsync(WORK_LEASE_SECONDS * 1_000 - 4_000);
    expect(transact).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(8_000);
    expect(transact).toHaveBeenCalled();
    await reconciler.beforeApplicationShutdown();
  });
});
