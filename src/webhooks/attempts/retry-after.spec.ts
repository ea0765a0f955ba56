import { retryAfterMs } from './retry-after';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    [undefined, null],
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
  ])('%p is %p', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
