import { runsWithin } from './runs-within';

const runs = (...weights: number[]) =>
  [
    ...runsWithin(
      10,
      weights.map(weight => ({ weight })),
    ),
  ].map(run => run.map(({ weight }) => weight));

it.each([
  ['nothing', [], []],
  ['what fits together', [1, 2, 7], [[1, 2, 7]]],
  ['what does not', [4, 6, 1, 10, 3], [[4, 6], [1], [10], [3]]],
  ['a row that is too heavy by itself', [1, 1_000, 1], [[1], [1_000], [1]]],
])('%s is cut into runs', (_, weights, expected) => expect(runs(...weights)).toEqual(expected));
