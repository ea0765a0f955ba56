import { bytes, change, count, percent, savedPercent } from './numbers';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [41_700, '42 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [1_286_462, '1.3 MB'],
  [146_000_000, '146 MB'],
  [2_500_000_000, '2.5 GB'],
])('%d bytes read as %s', (value, expected) => {
  expect(bytes(value)).toBe(expected);
});

it('counts one thing and many', () => {
  expect([count(1, 'picture'), count(1_234, 'picture'), count(2, 'entry', 'entries')]).toEqual([
    '1 picture',
    '1,234 pictures',
    '2 entries',
  ]);
});

it.each([
  [63.84, '−63.8 %'],
  [-2, '+2 %'],
  [0.01, '±0 %'],
])('a saving of %d %% reads as a change of %s', (saved, expected) => {
  expect(change(saved)).toBe(expected);
});

it('tells no saving where there is nothing to compare', () => {
  expect([savedPercent(null, 1), savedPercent(1, null), savedPercent(0, 0)]).toEqual([null, null, null]);
  expect(percent(savedPercent(200, 50) ?? 0)).toBe('75 %');
});
