import type { DataSource } from 'typeorm';
import { RequestEntity } from '../../requests';
import { ImportClaims } from './import-claims';

const A_MINUTE = 60_000;

describe('the claim on an import', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('waits for a lock with one connection, and does not end before its lease is extended', async () => {
    const unlocks: (() => void)[] = [];
    const query = () => new Promise<void>(unlock => unlocks.push(unlock));
    let finish!: () => void;
    const work = new Promise<void>(resolve => (finish = resolve));
    let ended = false;
    const held = new ImportClaims({ query } as unknown as DataSource)
      .hold(new RequestEntity(), () => work)
      .then(() => (ended = true));
    await jest.advanceTimersByTimeAsync(A_MINUTE);
    expect(unlocks).toHaveLength(1);
    finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    unlocks[0]?.();
    await held;
    expect(unlocks).toHaveLength(1);
  });
});
