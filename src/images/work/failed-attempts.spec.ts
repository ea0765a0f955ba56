import type { DataSource } from 'typeorm';
import { loadSettings } from '../../common/settings';
import { HostPauses } from '../host-pauses';
import { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import { FailedAttempts } from './failed-attempts';

const HOST = 'shop.example.com:443';
const OTHER_HOST = 'other.example.com:443';
const PATIENCE_MS = 60_000;
const PAUSE_MS = 30_000;

const asksToSlowDown = { httpStatus: 429, retryAfterMs: PAUSE_MS };
const byHost = new ImageFailure('http_status', 'The server answered 429.', asksToSlowDown);
const byImageService = new ImageFailure('engine_failed', 'The service answered 429.', asksToSlowDown);

const waitsFor = (host: string) => ({
  kind: 'deferred',
  delayMs: PAUSE_MS,
  countsAttempt: false,
  pausesHost: host,
});

describe('a host that keeps asking to slow down', () => {
  let attempts: FailedAttempts;
  const outcomeOf = (failure: ImageFailure, host = HOST) =>
    attempts.outcomeOf({ host, attempts: 3 }, failure);

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const settings = loadSettings(ImageSettings, { ORIGIN_PATIENCE_MS: String(PATIENCE_MS) });
    attempts = new FailedAttempts(new HostPauses({} as DataSource), settings);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it.each([
    [
      'the host of an image',
      byHost,
      { code: 'origin_throttled', message: `${HOST} kept asking to slow down.`, httpStatus: 429 },
    ],
    [
      'the image service, whose name is not told',
      byImageService,
      { code: 'engine_failed', message: 'The image service kept asking to slow down.', httpStatus: null },
    ],
  ])('is waited for until patience ends, and not for longer: %s', (_, failure, report) => {
    expect(outcomeOf(failure)).toEqual(waitsFor(HOST));
    jest.advanceTimersByTime(PATIENCE_MS);
    expect(outcomeOf(failure)).toEqual(waitsFor(HOST));
    jest.advanceTimersByTime(1);
    expect(outcomeOf(failure)).toEqual({ kind: 'failed', failure: report });
  });

  it('uses up the patience with itself only', () => {
    outcomeOf(byHost);
    jest.advanceTimersByTime(PATIENCE_MS + 1);
    expect(outcomeOf(byHost, OTHER_HOST)).toEqual(waitsFor(OTHER_HOST));
  });
});
