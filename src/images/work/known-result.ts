import type { FailureReport, Outcome, StoredImage } from '../outcomes';

/** How the first image ended that has the same URL in the request. */
export type KnownResult =
  { status: 'completed'; stored: StoredImage } | { status: 'failed'; failure: FailureReport };

/** For the client it is one image: fetched once, with one result. */
export function takenOver(known: KnownResult): Outcome {
  switch (known.status) {
    case 'completed':
      return { kind: 'completed', stored: known.stored };
    case 'failed':
      return { kind: 'failed', failure: known.failure };
  }
}
