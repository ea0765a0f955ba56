import { productStatus, requestStatus, Tally } from './tally';

const tally = (counts: Partial<Tally>): Tally => Object.assign(new Tally(), counts);

describe('productStatus', () => {
  it.each([
    ['pending', { pending: 2 }],
    ['processing', { pending: 1, processing: 1 }],
    ['processing', { pending: 1, completed: 1 }],
    ['completed', { completed: 1, failed: 1, cancelled: 1 }],
    ['failed', { failed: 1, cancelled: 1 }],
    ['cancelled', { cancelled: 2 }],
  ])('is %s with images %j', (status, counts) => expect(productStatus(tally(counts))).toBe(status));
});

describe('requestStatus', () => {
  it.each([
    ['pending', { pending: 2 }, false],
    ['processing', { pending: 2 }, true],
    ['processing', { processing: 1, completed: 1 }, true],
    ['cancelled', { completed: 5, cancelled: 1 }, true],
    ['cancelled', { cancelled: 3 }, false],
    ['completed', { completed: 1, failed: 9 }, true],
    ['failed', { failed: 9 }, true],
  ])('is %s with images %j', (status, counts, started) =>
    expect(requestStatus(tally(counts), { started, moreToCome: false })).toBe(status),
  );

  it('is processing while more is to come, though every image has an end at the moment', () =>
    expect(requestStatus(tally({ failed: 3 }), { started: true, moreToCome: true })).toBe('processing'));
});
