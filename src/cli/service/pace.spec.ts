import { betweenLooksMs } from './pace';

/** Counts the looks at a request in its first so many seconds. */
function looksWithin(seconds: number): number {
  let looks = 0;
  for (let ms = 0; ms < seconds * 1_000; ms += betweenLooksMs(looks++));
  return looks;
}

describe('the looks at a request', () => {
  it.each([
    [0, 300],
    [1, 375],
    [8, 1_788],
    [9, 2_000],
    [100_000, 2_000],
  ])('after %d of them the next one is %d ms away', (looks, ms) => {
    expect(Math.round(betweenLooksMs(looks))).toBe(ms);
  });

  it('come soon for one that is soon done, and cost a long one little', () => {
    expect(looksWithin(2)).toBe(5);
    expect(looksWithin(60)).toBeLessThan(40);
  });
});
