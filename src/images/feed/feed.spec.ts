import { Logger } from '@nestjs/common';
import type { ImageProducer } from '../image.producer';
import type { Outcomes } from '../outcomes';
import type { ClaimedJob, ClaimWindow } from './claim-window';
import { Feed } from './feed';

/** Longer than the lease of what is claimed. */
const TEN_SECONDS = 10_000;

describe('a feed whose Redis answers, and takes no jobs', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('claims a few images now and then to try, however often it is nudged', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    let claimed = 0;
    const claim = (size: number) => {
      claimed += size;
      return Promise.resolve(
        Array<ClaimedJob>(size).fill({ payload: { imageId: 'a', claim: 1 }, hasPriority: false }),
      );
    };
    const producer = { waiting: () => Promise.resolve(0), enqueue: () => Promise.reject(new Error('full')) };
    const feed = new Feed(
      { claim } as unknown as ClaimWindow,
      producer as unknown as ImageProducer,
      {} as unknown as Outcomes,
    );
    feed.onApplicationBootstrap();
    for (let ms = 0; ms < TEN_SECONDS; ms += 50) {
      feed.takeFresh();
      await jest.advanceTimersByTimeAsync(50);
    }
    expect(claimed).toBe(6 * 32);
    await feed.stop();
  });
});

describe('a feed whose clock is set back', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands out as much as the workers take all the same', async () => {
    const asked: number[] = [];
    const claim = (size: number) => {
      asked.push(size);
      return Promise.resolve(
        Array<ClaimedJob>(size).fill({ payload: { imageId: 'a', claim: 1 }, hasPriority: false }),
      );
    };
    const producer = { waiting: () => Promise.resolve(0), enqueue: () => Promise.resolve() };
    const feed = new Feed(
      { claim } as unknown as ClaimWindow,
      producer as unknown as ImageProducer,
      {} as unknown as Outcomes,
    );
    feed.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(250);
    jest.setSystemTime(Date.now() - 600_000);
    await jest.advanceTimersByTimeAsync(TEN_SECONDS);
    expect(asked.at(-1)).toBeGreaterThan(10 * asked[0]!);
    await feed.stop();
  });
});
