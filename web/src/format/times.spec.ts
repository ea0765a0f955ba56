import { ago, duration } from './times';

it.each([
  [0.4, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [1_500, '25 minutes'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [260_000, '3 days'],
  [-5, '0 seconds'],
])('%d s take %s', (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

it.each([
  ['2026-11-20T11:59:30Z', 'just now'],
  ['2026-11-20T11:55:00Z', '5 min ago'],
  ['2026-11-20T09:00:00Z', '3 h ago'],
  ['2026-11-19T09:00:00Z', '1 day ago'],
  ['2026-11-01T12:00:00Z', 'Nov 1, 2026'],
])('%s was %s', (time, expected) => {
  expect(ago(time, new Date('2026-11-20T12:00:00Z'))).toBe(expected);
});
