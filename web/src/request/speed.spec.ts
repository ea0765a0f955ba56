import {
  isHeldUp,
  paceText,
  type Sample,
  secondsLeft,
  speedOf,
  speedText,
  WINDOW_MS,
  withSample,
} from './speed';

const samples = (...ended: number[]): Sample[] =>
  ended.reduce<Sample[]>(
    (known, value, second) => withSample(known, { atMs: second * 1_000, ended: value }),
    [],
  );

it('is told from what ended within the window', () => {
  expect(speedOf(samples(0, 30, 60))).toBe(30);
});

it('cannot be told from one look', () => {
  expect(speedOf([])).toBeNull();
  expect(speedOf(samples(12))).toBeNull();
});

it('falls to nothing when nothing ends for as long as the window', () => {
  const stalled = Array.from({ length: WINDOW_MS / 1_000 + 2 }, () => 60);
  expect(speedOf(samples(0, ...stalled))).toBe(0);
});

it('begins anew with a retry, which lowers the count', () => {
  expect(speedOf(samples(0, 50, 100, 90))).toBeNull();
});

it.each([
  [31.4, '31/s'],
  [2.44, '2.4/s'],
  [0.1, '6/min'],
  [0.001, '1/min'],
])('%d images a second read as %s', (perSecond, expected) => {
  expect(speedText(perSecond)).toBe(expected);
});

it.each([
  [0, 5, 9, 0],
  [100, 20, 9, 5],
  [100, 0, 900, 900],
  [100, null, 900, 900],
  [100, null, null, null],
])('%d left at %d a second, reckoned %d, take %d s', (remaining, speed, reckoned, expected) => {
  expect(secondsLeft(remaining, speed, reckoned)).toBe(expected);
});

it('says when all that is left waits for a website', () => {
  expect(isHeldUp([{ images: 8 }, { images: 4 }], 12)).toBe(true);
  expect(isHeldUp([{ images: 8 }], 12)).toBe(false);
  expect(isHeldUp([], 0)).toBe(false);
  expect(paceText(5, true)).toBe('all that is left waits for a website');
});
