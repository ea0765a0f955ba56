import type { Tally, WorkStatus } from '../../requests';
import type { ImageFailureCode } from '../image-failure';
import type { ImageOutcome } from '../image.entity';

/** The move of one image from one state to another, with all that the counters need. */
export interface ImageMove {
  imageId: string;
  productId: string;
  requestId: string;
  from: WorkStatus;
  to: WorkStatus;
  /** The bytes that a completed image adds to the sums of its request. */
  bytes?: { input: number; output: number };
  /** The outcome, for a move to `completed`. */
  outcome?: ImageOutcome;
  /** The reason, for a move to `failed`. */
  failure?: ImageFailureCode;
  /** The reason of the past failure, for a move away from `failed`. */
  pastFailure?: ImageFailureCode;
}

/** The move of one product from one state to another, with its images. */
export interface ProductMove {
  id: string;
  requestId: string;
  from: WorkStatus;
  to: WorkStatus;
}

/** Gives the tally after the moves; the one given stays as it is. */
export function movedTally(tally: Tally, moves: Pick<ImageMove, 'from' | 'to'>[]): Tally {
  const moved = { ...tally };
  for (const { from, to } of moves) {
    moved[from]--;
    moved[to]++;
  }
  return moved;
}

/** Gives the failures by code after the moves; a code with none left is gone. */
export function movedFailures(failures: Record<string, number>, moves: ImageMove[]): Record<string, number> {
  const counts = new Map(Object.entries(failures));
  for (const { failure, pastFailure } of moves) {
    if (pastFailure) counts.set(pastFailure, (counts.get(pastFailure) ?? 0) - 1);
    if (failure) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

/** Groups moves by product or request. */
export function groupMoves<Key extends 'productId' | 'requestId', Move extends Record<Key, string>>(
  moves: Move[],
  key: Key,
): Map<string, Move[]> {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const group = groups.get(move[key]);
    if (group) group.push(move);
    else groups.set(move[key], [move]);
  }
  return groups;
}

/** Describes the move of an image row to another state, without what an outcome adds to it. */
export function moveOf(
  image: {
    id: string;
    productId: string;
    requestId: string;
    status: WorkStatus;
    errorCode: ImageFailureCode | null;
  },
  to: WorkStatus,
): ImageMove {
  const { id: imageId, productId, requestId, status: from } = image;
  return {
    imageId,
    productId,
    requestId,
    from,
    to,
    ...(from === 'failed' && image.errorCode && { pastFailure: image.errorCode }),
  };
}
