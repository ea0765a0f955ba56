import { type FailedAttempt, retryDecision } from './retry-decision';

const decide = (failure: FailedAttempt, { attempt = 1, random = 0.5 } = {}) =>
  retryDecision(failure, attempt, 4, () => random);
const status = (httpStatus: number, retryAfterMs?: number): FailedAttempt => ({
  code: 'http_status',
  httpStatus,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

describe('retryDecision', () => {
  it.each<FailedAttempt>([
    { code: 'timeout' },
    { code: 'connect_failed' },
    { code: 'dns_failed' },
    { code: 'storage_failed' },
    { code: 'engine_failed' },
    { code: 'engine_failed', httpStatus: 503 },
    ...[408, 425, 500, 502, 503, 504, 520, 599].map(code => status(code)),
  ])('tries again after $code $httpStatus', failure => {
    expect(decide(failure)).toEqual({ kind: 'defer', delayMs: 1_000 });
  });

  it.each<FailedAttempt>([
    { code: 'invalid_url' },
    { code: 'address_blocked' },
    { code: 'tls_failed' },
    { code: 'too_many_redirects' },
    { code: 'too_large' },
    { code: 'empty_body' },
    { code: 'not_an_image' },
    { code: 'unsupported_format' },
    { code: 'too_many_pixels' },
    { code: 'too_many_frames' },
    { code: 'corrupt_image' },
    { code: 'origin_throttled' },
    { code: 'processing_crashed' },
    { code: 'http_status' },
    ...[202, 206, 302, 304, 400, 401, 403, 404, 410, 451, 501, 505].map(code => status(code)),
  ])('ends the image at $code $httpStatus', failure => {
    expect(decide(failure)).toEqual({ kind: 'fail' });
  });

  it.each<[FailedAttempt, number]>([
    [status(429), 5_250],
    [status(429, 0), 1_050],
    [status(429, 30_000), 31_500],
    [status(503, 30_000), 31_500],
    [status(429, 86_400_000), 3_600_000],
    [{ code: 'engine_failed', httpStatus: 429 }, 5_250],
    [{ code: 'engine_failed', httpStatus: 503, retryAfterMs: 30_000 }, 31_500],
  ])('pauses the host for everybody after %j, for %d ms', (failure, delayMs) => {
    expect(decide(failure)).toEqual({ kind: 'pause_host', delayMs });
  });

  it('never comes back sooner than a host asked for', () => {
    expect(decide(status(429, 30_000), { random: 0 })).toMatchObject({ delayMs: 30_000 });
  });

  it('lets a pause use up no attempt, even at the last one', () => {
    expect(decide(status(429), { attempt: 4 })).toMatchObject({ kind: 'pause_host' });
  });

  it.each([
    [1, 750, 1_250],
    [2, 3_000, 5_000],
    [3, 12_000, 20_000],
  ])('waits longer after attempt %d: %d to %d ms', (attempt, least, most) => {
    expect(decide({ code: 'timeout' }, { attempt, random: 0 })).toMatchObject({ delayMs: least });
    expect(decide({ code: 'timeout' }, { attempt, random: 1 })).toMatchObject({ delayMs: most });
  });

  it('ends the image after the last attempt', () => {
    expect(decide({ code: 'timeout' }, { attempt: 4 })).toEqual({ kind: 'fail' });
  });
});
