import type { DataSource } from 'typeorm';
import { OutboundClient, OutboundSettings, OwnListeners } from '../../common/outbound';
import type { CompressedImage } from '../compress';
import { Compressor } from '../compressor';
import { CompressionGate } from '../compressor/compression-gate';
import { LocalEngine } from '../engine/local-engine';
import type { ResultStore } from '../engine/result-store';
import { BodyBudget, type FetchedImage, FetchSettings, HostSlots, ImageFetcher, NoRoomError } from '../fetch';
import { HostPauses } from '../host-pauses';
import { ImageFailure } from '../image-failure';
import type { ImageWork } from '../image-work';
import { ImageSettings } from '../image.settings';
import type { Isolation } from '../isolation/isolation';
import { AttemptTimes } from '../outcomes';
import { Attempt } from './attempt';
import { FailedAttempts } from './failed-attempts';

const settings = new ImageSettings();

/** Crashed before, so that the picture goes to a child process. */
const work = { host: 'shop.example:443', attempts: 0, crashes: 1, times: new AttemptTimes() } as ImageWork;

const release = jest.fn();
const body: FetchedImage = { body: Buffer.of(1), release };
const fetched = { fetch: () => Promise.resolve(body) } as unknown as ImageFetcher;

/** An attempt whose download and compression go well, in a moment. */
function attempt(
  put: () => Promise<string>,
  gate = new CompressionGate(1, Infinity),
  fetcher: ImageFetcher = fetched,
  pauses = new HostPauses({} as DataSource),
) {
  const image = { data: Buffer.of(1) } as CompressedImage;
  const engine = new LocalEngine(
    fetcher,
    new Compressor(gate, { run: () => Promise.resolve(image) } as unknown as Isolation, settings),
    { put } as unknown as ResultStore,
  );
  return new Attempt(engine, pauses, new FailedAttempts(pauses, settings));
}

const HALF_AN_HOUR = 30 * 60_000;

describe('an attempt', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends when a disk never answers, and gives its memory back when the disk does', async () => {
    let answer!: (file: string) => void;
    const disk = new Promise<string>(resolve => (answer = resolve));
    const hanging = attempt(() => disk);
    const ended = hanging.run(work);
    await jest.advanceTimersByTimeAsync(HALF_AN_HOUR);
    const { outcome, log } = await ended;
    expect(outcome).toMatchObject({ kind: 'deferred', countsAttempt: true });
    expect(log.map(({ step, status }) => [step, status])).toEqual([
      ['download', 'success'],
      ['compress', 'success'],
      ['store', 'failure'],
    ]);
    expect(release).not.toHaveBeenCalled();
    answer('a-1.jpg');
    await jest.advanceTimersByTimeAsync(0);
    expect(release).toHaveBeenCalledTimes(1);
    expect(log).toHaveLength(3);
  });

  it('waits for its turn to compress as long as it takes', async () => {
    const gate = new CompressionGate(1, Infinity);
    const leave = await gate.enter('another request', 1);
    const waiting = attempt(() => Promise.resolve('a-1.jpg'), gate).run(work);
    await jest.advanceTimersByTimeAsync(HALF_AN_HOUR);
    leave();
    expect((await waiting).outcome).toMatchObject({ kind: 'completed' });
  });
});

it('an image whose host finds no turn to be looked up among names that hang uses up no attempt', async () => {
  const client = new OutboundClient(new OutboundSettings(), new OwnListeners(), {
    resolve: () => new Promise(() => undefined),
    connectTimeoutMs: 100,
  });
  const fetcher = new ImageFetcher(client, new BodyBudget(1_000), new HostSlots(9, 64), new FetchSettings());
  const run = (host: string) =>
    attempt(() => Promise.resolve('a-1.jpg'), undefined, fetcher).run({
      ...work,
      url: `https://${host}/a.jpg`,
    });
  const hosts = ['hangs.example', 'hangs-too.example', 'shop.example'];
  const ended = await Promise.all(hosts.map(run));
  expect(ended.map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'deferred', countsAttempt: true },
    { kind: 'deferred', countsAttempt: true },
    { kind: 'deferred', countsAttempt: false, pausesHost: null },
  ]);
});

it.each([
  ['for which there is no room uses up no attempt', new NoRoomError(), false],
  ['whose host hangs up uses up one', new ImageFailure('connect_failed', 'It broke off.'), true],
])('an image %s', async (_what, failure, countsAttempt) => {
  const fetcher = { fetch: () => Promise.reject(failure) } as unknown as ImageFetcher;
  const { outcome } = await attempt(() => Promise.resolve('a-1.jpg'), undefined, fetcher).run(work);
  expect(outcome).toMatchObject({ kind: 'deferred', countsAttempt });
});

it('an image whose host another process was asked to leave alone is not asked for until the pause is over', async () => {
  const pauses = new HostPauses({} as DataSource);
  pauses.learn(work.host, { leftMs: 60_000, throttledMs: 0 });
  const fetch = jest.fn();
  const { outcome } = await attempt(
    () => Promise.resolve('a-1.jpg'),
    undefined,
    { fetch } as unknown as ImageFetcher,
    pauses,
  ).run(work);
  expect(fetch).not.toHaveBeenCalled();
  expect(outcome).toMatchObject({ kind: 'deferred', countsAttempt: false, pausesHost: null });
  expect(outcome).toHaveProperty('delayMs', expect.closeTo(60_000, -3));
});
