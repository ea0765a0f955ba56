import { handedOut, interleave, leftOver, priorityImages, shares } from './shares';

describe('shares', () => {
  it('gives every request the same', () => {
    expect(shares(['a', 'b', 'c'], null, 8)).toEqual([
      { requestId: 'a', images: 3 },
      { requestId: 'b', images: 3 },
      { requestId: 'c', images: 2 },
    ]);
  });

  it('goes on behind the one that was served last', () => {
    expect(shares(['a', 'b', 'c'], 'b', 2).map(share => share.requestId)).toEqual(['c', 'a']);
    expect(shares(['a', 'b', 'c'], 'c', 1).map(share => share.requestId)).toEqual(['a']);
  });

  it('serves no more requests than there is room for images', () => {
    expect(shares(['a', 'b', 'c'], null, 2)).toHaveLength(2);
    expect(shares([], null, 2)).toEqual([]);
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
