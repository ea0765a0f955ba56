import type { CompressionOptions } from '../requests';
import type { EngineAnswer } from './engine/engine-answer';
import type { AttemptTimes, FailureReport, StoredImage } from './outcomes';

/** Everything that is needed to work on an image. */
export interface ImageWork {
  imageId: string;
  claim: number;
  requestId: string;
  url: string;
  host: string;
  /** The number of attempts that counted before this one. */
  attempts: number;
  crashes: number;
  options: CompressionOptions;
  /** The origin of the URLs of the request. */
  baseUrl: string;
  /** For the leader of a further group: the end of the first image with this URL, which leaves nothing to do. */
  known: KnownResult | null;
  /** The answer of an image service under an earlier claim; null when the image has not been handed over. */
  engineAnswer: EngineAnswer | null;
  /** The hosts that answered during this attempt and did not ask to slow down; the engine adds them. */
  letThrough: Set<string>;
  times: AttemptTimes;
  traceparent: string | null;
}

/** The end of the first image that has the same URL in the request. */
export type KnownResult =
  { status: 'completed'; stored: StoredImage } | { status: 'failed'; failure: FailureReport };
