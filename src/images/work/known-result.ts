import type { KnownResult } from '../image-work';
import type { Outcome } from '../outcomes';

/**
 * Gives the outcome of an image whose result is known: for the client images with one URL are fetched once, with one
 * result.
 */
export function takenOver(known: KnownResult): Outcome {
  switch (known.status) {
    case 'completed':
      return { kind: 'completed', stored: known.stored };
    case 'failed':
      return { kind: 'failed', failure: known.failure };
  }
}
