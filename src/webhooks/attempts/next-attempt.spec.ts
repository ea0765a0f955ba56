import { type NextAttempt, nextAttempt, WAITS_MS } from './next-attempt';

const HOUR = 3_600_000;
const answer = (statusCode: number | null, retryAfterMs: number | null = null) => ({
  statusCode,
  retryAfterMs,
});
const after = (waitMs: number): NextAttempt => ({ status: 'pending', waitMs });
const EXHAUSTED: NextAttempt = { status: 'exhausted', gone: false };

describe('nextAttempt', () => {
  it.each([
    ['2xx is delivered', answer(200), 1, { status: 'delivered' }],
    ['any 2xx is delivered', answer(299), 10, { status: 'delivered' }],
    ['a redirect is not followed, so it is a failure', answer(301), 1, after(5_000)],
    ['a client error is retried', answer(404), 2, after(300_000)],
    ['no answer is retried', answer(null), 3, after(30 * 60_000)],
    ['410 ends it at once', answer(410), 1, { status: 'exhausted', gone: true }],
    ['the last wait', answer(500), 9, after(24 * HOUR)],
    ['after the tenth attempt it is over', answer(500), 10, EXHAUSTED],
    ['Retry-After that asks for more is honoured', answer(429, 60_000), 1, after(60_000)],
    ['Retry-After that asks for less is not', answer(503, 60_000), 2, after(300_000)],
    ['Retry-After is honoured up to a day', answer(429, 100 * HOUR), 1, after(24 * HOUR)],
    ['Retry-After gives no eleventh attempt', answer(429, 60_000), 10, EXHAUSTED],
  ] as const)('%s', (_, given, made, expected) => {
    expect(nextAttempt(given, made, 0, 1)).toEqual(expected);
  });

  it('makes ten attempts in about 75 hours', () => {
    const waits = WAITS_MS.map((_, index) => nextAttempt(answer(500), index + 1, 0, 1));
    const hours =
      waits.reduce((sum, wait) => sum + (wait.status === 'pending' ? wait.waitMs : NaN), 0) / HOUR;
    expect(waits).toHaveLength(9);
    expect(hours).toBeCloseTo(75.6, 1);
  });

  it('adds up to a tenth by chance, and never comes early', () => {
    expect(nextAttempt(answer(500), 1, 1, 1)).toEqual(after(5_500));
    expect(nextAttempt(answer(429, 5_300), 1, 0, 1)).toEqual(after(5_300));
  });

  it('compresses all waits alike', () => {
    expect(nextAttempt(answer(500), 2, 0, 0.001)).toEqual(after(300));
    expect(nextAttempt(answer(429, HOUR), 1, 0, 0.001)).toEqual(after(3_600));
  });
});
