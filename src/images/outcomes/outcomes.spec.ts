import { EventEmitter2 } from '@nestjs/event-emitter';
import type { HostSlots } from '../fetch';
import { ImageSettings } from '../image.settings';
import type { ClaimOutcome } from './outcome';
import type { OutcomeWriter } from './outcome-writer';
import { Outcomes } from './outcomes';

/** Writes down what would go into one transaction. */
function recorder(DOWNLOAD_CONCURRENCY = 64, quiet = 0) {
  const groups: string[][] = [];
  const write = (outcomes: ClaimOutcome[]) => {
    groups.push(outcomes.map(({ imageId }) => imageId));
    return Promise.resolve(outcomes);
  };
  const settings = Object.assign(new ImageSettings(), { DOWNLOAD_CONCURRENCY });
  return {
    groups,
    outcomes: new Outcomes(
      { write } as unknown as OutcomeWriter,
      new EventEmitter2(),
      { quiet } as HostSlots,
      settings,
    ),
  };
}

const done = (requestId: string, imageId: string) =>
  ({ requestId, imageId, outcome: { kind: 'completed' } }) as ClaimOutcome;

const settled = () => new Promise(setImmediate);

describe('Outcomes', () => {
  // Then no time goes by at all.
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('gathers those of a request that has others under way, after the first one', async () => {
    const { groups, outcomes } = recorder();
    const first = outcomes.record(done('many', '1'), 5);
    await jest.advanceTimersByTimeAsync(0);
    await first;
    const others = ['2', '3'].map(image => outcomes.record(done('many', image), 5));
    await jest.advanceTimersByTimeAsync(900);
    expect(groups).toEqual([['1']]);
    jest.runAllTimers();
    await Promise.all(others);
    expect(groups).toEqual([['1'], ['2', '3']]);
  });

  it('writes at once what is the last of its request here, and the others with it', async () => {
    const { groups, outcomes } = recorder();
    void outcomes.record(done('many', '1'), 5);
    await outcomes.record(done('one', '2'), 1);
    expect(groups).toEqual([['1', '2']]);
    void outcomes.record(done('two', '3'), 2);
    await settled();
    expect(groups).toHaveLength(1);
    await outcomes.record(done('two', '4'), 2);
    expect(groups[1]).toEqual(['3', '4']);
  });

  it('counts only those that wait: what is written holds up nothing', async () => {
    const { groups, outcomes } = recorder();
    await outcomes.record(done('two', '1'), 1);
    void outcomes.record(done('two', '2'), 2);
    await settled();
    expect(groups).toEqual([['1']]);
  });

  it('writes at once when most slots are taken by what waits, however slow the rest of its request is', async () => {
    const { groups, outcomes } = recorder(8);
    await outcomes.record(done('many', '1'), 1);
    for (const image of ['2', '3', '4', '5', '6']) void outcomes.record(done('many', image), 8);
    await settled();
    expect(groups).toEqual([['1']]);
    await outcomes.record(done('many', '7'), 8);
    expect(groups).toEqual([['1'], ['2', '3', '4', '5', '6', '7']]);
  });

  it('counts no slots that are kept by downloads from hosts that hang', async () => {
    const { groups, outcomes } = recorder(64, 56);
    await outcomes.record(done('many', '1'), 1);
    for (const image of ['2', '3', '4', '5', '6']) void outcomes.record(done('many', image), 8);
    await settled();
    expect(groups).toEqual([['1']]);
    await outcomes.record(done('many', '7'), 8);
    expect(groups[1]).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('writes photos once a second: they are slower than the slots', async () => {
    const { groups, outcomes } = recorder();
    await outcomes.record(done('photos', '0'), 1);
    const PHOTOS_A_SECOND = 35;
    for (let photo = 1; photo <= 5 * PHOTOS_A_SECOND; photo++) {
      await jest.advanceTimersByTimeAsync(1_000 / PHOTOS_A_SECOND);
      void outcomes.record(done('photos', String(photo)), 64);
    }
    expect(groups).toHaveLength(1 + 5);
  });

  it('writes at once that a host asks for a pause: the other processes have to know', async () => {
    const { groups, outcomes } = recorder();
    const outcome = {
      kind: 'deferred',
      delayMs: 5_000,
      countsAttempt: false,
      pausesHost: 'shop.example:443',
    } as const;
    await outcomes.record({ ...done('many', '1'), outcome }, 5);
    expect(groups).toEqual([['1']]);
  });
});
