import { BatchedPickup } from './batched-pickup';

const pickup = (takeAll: (jobs: string[]) => Promise<string[]>) =>
  new BatchedPickup<string, string>({ takeAll, keyOfJob: job => job, keyOfTaken: taken => taken });

describe('BatchedPickup', () => {
  it('takes up jobs of the same moment together, and tells which claims are stale', async () => {
    const takeAll = jest.fn((jobs: string[]) => Promise.resolve(jobs.filter(job => job !== 'stale')));
    const { take } = bound(pickup(takeAll));
    await expect(Promise.all(['a', 'stale', 'b'].map(take))).resolves.toEqual(['a', null, 'b']);
    expect(takeAll).toHaveBeenCalledTimes(1);
  });

  it('gives a job that comes twice at once to one of them', async () => {
    const { take } = bound(pickup(jobs => Promise.resolve([...new Set(jobs)])));
    await expect(Promise.all(['a', 'a'].map(take))).resolves.toEqual(['a', null]);
  });

  it('tells every job of a failure, and takes up the next', async () => {
    const takeAll = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce(['b']);
    const { take } = bound(pickup(takeAll));
    await expect(take('a')).rejects.toThrow('away');
    await expect(take('b')).resolves.toBe('b');
  });
});

const bound = (one: BatchedPickup<string, string>) => ({ take: (job: string) => one.take(job) });
