import { groupMoves, type ImageMove, movedFailures, movedTally } from './move';

const move = (overrides: Partial<ImageMove> = {}): ImageMove => ({
  imageId: 'i1',
  productId: 'p1',
  requestId: 'r1',
  from: 'processing',
  to: 'completed',
  ...overrides,
});

describe('movedTally', () => {
  it('takes from one state what it gives to the other', () => {
    const before = { pending: 1, processing: 2, completed: 0, failed: 0, cancelled: 0 };
    expect(
      movedTally(before, [move(), move({ to: 'pending' }), move({ from: 'pending', to: 'cancelled' })]),
    ).toEqual({
      pending: 1,
      processing: 0,
      completed: 1,
      failed: 0,
      cancelled: 1,
    });
    expect(before.processing).toBe(2);
  });
});

describe('movedFailures', () => {
  it('counts a failure by its code and forgets it when the image is tried again', () => {
    const failed = movedFailures({ timeout: 1 }, [
      move({ failure: 'timeout' }),
      move({ failure: 'too_large' }),
    ]);
    expect(failed).toEqual({ timeout: 2, too_large: 1 });
    expect(movedFailures(failed, [move({ pastFailure: 'too_large' })])).toEqual({ timeout: 2 });
  });
});

describe('groupMoves', () => {
  it('keeps the moves of one product together', () => {
    const moves = [move(), move({ productId: 'p2' }), move({ imageId: 'i2' })];
    expect(groupMoves(moves, 'productId').get('p1')).toHaveLength(2);
  });
});
