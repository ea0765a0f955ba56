import { Logger } from '@nestjs/common';
import type { ImageProducer } from '../image.producer';
import type { Outcomes } from '../outcomes';
import type { ClaimedJob, ClaimWindow } from './claim-window';
import { Feed } from './feed';

/** Longer than the lease of what is claimed. */
const TEN_SECONDS = 10_000;

const JOB: ClaimedJob = { payload: { imageId: 'a', claim: 1 }, hasPriority: false };

/** A feed with an empty queue. */
const feedWith = (claim: ClaimWindow['claim'], enqueue: ImageProducer['enqueue']) =>
  new Feed(
    { claim } as unknown as ClaimWindow,
    { waiting: () => Promise.resolve(0), enqueue } as unknown as ImageProducer,
    {} as unknown as Outcomes,
  );

describe('a feed whose Redis answers, and takes no jobs', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('claims a few images now and then to try, however often it is nudged', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    let claimed = 0;
    const claim = (size: number) => {
      claimed += size;
      return Promise.resolve({ jobs: Array<ClaimedJob>(size).fill(JOB), more: false });
    };
    const feed = feedWith(claim, () => Promise.reject(new Error('full')));
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
      return Promise.resolve({ jobs: Array<ClaimedJob>(size).fill(JOB), more: false });
    };
    const feed = feedWith(claim, () => Promise.resolve());
    feed.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(250);
    jest.setSystemTime(Date.now() - 600_000);
    await jest.advanceTimersByTimeAsync(TEN_SECONDS);
    expect(asked.at(-1)).toBeGreaterThan(10 * asked[0]!);
    await feed.stop();
  });
});

it('a feed looks again at once while there are requests that it has not looked at, and no longer', async () => {
  let looks = 0;
  const feed = feedWith(
    () => Promise.resolve({ jobs: [], more: ++looks < 5 }),
    () => Promise.resolve(),
  );
  feed.takeFresh();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(looks).toBe(5);
  await feed.stop();
});
