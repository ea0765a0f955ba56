import { aRequest } from '../request/status.factory';
import { axisMarks } from './scale';
import { totalsOf } from './totals';

it('adds up what came of several requests', () => {
  const requests = [aRequest(), aRequest({ images: { completed: 4, failed: 6 } })];
  expect(totalsOf(requests)).toEqual({ ready: 14, failed: 6, bytesIn: 2_000_000, bytesOut: 800_000 });
});

it.each([
  [0, [0]],
  [14_800_000, [0, 5_000_000, 10_000_000, 15_000_000]],
  [1_000, [0, 250, 500, 750, 1_000]],
  [37, [0, 10, 20, 30, 40]],
])('an axis up to %d has round marks', (greatest, expected) => {
  expect(axisMarks(greatest)).toEqual(expected);
});
