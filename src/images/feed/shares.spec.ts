import { handedOut, inTurn, interleave, leftOver, places, priorityImages, shares } from './shares';

describe('places', () => {
  it.each`
    what                                               | busy     | idle     | window   | expected
    ${'all that there are have one'}                   | ${3}     | ${2}     | ${32}    | ${{ busy: 3, idle: 2 }}
    ${'a quarter is kept for idle ones'}               | ${1_000} | ${1_000} | ${32}    | ${{ busy: 24, idle: 8 }}
    ${'busy ones have what idle ones do not need'}     | ${1_000} | ${3}     | ${32}    | ${{ busy: 29, idle: 3 }}
    ${'idle ones have what busy ones do not need'}     | ${1}     | ${1_000} | ${32}    | ${{ busy: 1, idle: 31 }}
    ${'there are no more than images in a window'}     | ${3}     | ${0}     | ${2}     | ${{ busy: 2, idle: 0 }}
    ${'a large window has no more than one look pays'} | ${1_000} | ${1_000} | ${4_096} | ${{ busy: 48, idle: 16 }}
  `('$what', ({ busy, idle, window, expected }: Record<string, number>) => {
    expect(places(busy!, idle!, window!)).toEqual(expected);
  });
});

describe('inTurn', () => {
  it('goes on behind the one that was served last', () => {
    expect(inTurn(['c', 'a', 'b'], null)).toEqual(['a', 'b', 'c']);
    expect(inTurn(['c', 'a', 'b'], 'b')).toEqual(['c', 'a', 'b']);
    expect(inTurn(['a', 'b', 'c'], 'c')).toEqual(['a', 'b', 'c']);
  });
});

describe('shares', () => {
  it('gives every request the same', () => {
    expect(shares(['a', 'b', 'c'], 8)).toEqual([
      { requestId: 'a', images: 3 },
      { requestId: 'b', images: 3 },
      { requestId: 'c', images: 2 },
    ]);
    expect(shares([], 2)).toEqual([]);
  });
});

describe('leftOver', () => {
  const round = [
    { requestId: 'a', images: 4 },
    { requestId: 'b', images: 4 },
    { requestId: 'c', images: 4 },
  ];

  it('goes to those that used up their share', () => {
    const taken = new Map([
      ['a', ['1']],
      ['b', ['1', '2', '3', '4']],
      ['c', ['1', '2', '3', '4']],
    ]);
    expect(leftOver(round, taken)).toEqual([
      { requestId: 'b', images: 6 },
      { requestId: 'c', images: 6 },
    ]);
  });

  it('is nothing when nobody wants more, or nothing is left', () => {
    expect(leftOver(round, new Map())).toEqual([]);
    expect(leftOver([{ requestId: 'a', images: 1 }], new Map([['a', ['1']]]))).toEqual([]);
  });
});

describe('interleave', () => {
  it('takes turns until every list is empty', () => {
    expect(interleave([['a1', 'a2', 'a3'], ['b1'], []])).toEqual(['a1', 'b1', 'a2', 'a3']);
  });
});

describe('priorityImages', () => {
  const taken = new Map([
    ['large', ['l1', 'l2', 'l3']],
    ['small', ['s1', 's2']],
  ]);

  it('lets a request with few images under way go before one with many', () => {
    const open = [
      { id: 'large', underWay: 90 },
      { id: 'small', underWay: 0 },
    ];
    expect(priorityImages(open, taken, 10)).toEqual(new Set(['s1', 's2']));
    expect(priorityImages(open, taken, 1)).toEqual(new Set(['s1']));
  });

  it('lets nobody go ahead among equals', () => {
    const open = (underWay: number) => [
      { id: 'large', underWay },
      { id: 'small', underWay },
    ];
    expect(priorityImages(open(2), taken, 10)).toEqual(new Set());
    expect(priorityImages(open(90), taken, 10)).toEqual(new Set());
  });
});

it('only the images that fit are handed out, each under its own request', () => {
  const taken = new Map([
    ['a', ['1', '2']],
    ['b', ['3']],
  ]);
  expect(handedOut(taken, ['1', '3'])).toEqual(
    new Map([
      ['a', ['1']],
      ['b', ['3']],
    ]),
  );
});
