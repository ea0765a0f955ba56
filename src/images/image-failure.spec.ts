import { asksToSlowDown, type OriginAnswer } from './image-failure';

describe('asksToSlowDown', () => {
  it.each<[OriginAnswer, boolean]>([
    [{}, false],
    [{ httpStatus: 429 }, true],
    [{ httpStatus: 429, retryAfterMs: 0 }, true],
    [{ httpStatus: 503 }, false],
    [{ httpStatus: 503, retryAfterMs: 0 }, true],
    [{ httpStatus: 500, retryAfterMs: 7_000 }, false],
    [{ httpStatus: 302, retryAfterMs: 7_000 }, false],
  ])('%j: %s', (origin, expected) => {
    expect(asksToSlowDown(origin)).toBe(expected);
  });
});
