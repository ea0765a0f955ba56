import type { KnownResult } from '../image-work';
import type { Outcome } from '../outcomes';

/** For the client it is one image: fetched once, with one result. */
export function takenOver(known: KnownResult): Outcome {
  switch (known.status) {
    case 'completed':
      return { kind: 'completed', stored: known.stored };
    case 'failed':
      return { kind: 'failed', failure: known.failure };
  }
}
