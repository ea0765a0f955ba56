import type { CompressionOptions } from '../requests';
import type { EngineAnswer } from './engine/engine-answer';
import type { AttemptTimes, FailureReport, StoredImage } from './outcomes';

/** All that is needed to work on an image. */
export interface Work {
  imageId: string;
  claim: number;
  requestId: string;
  url: string;
  host: string;
  /** Attempts that counted before this one. */
  attempts: number;
  crashes: number;
  /** Until when its host is to be left alone; null when it is not paused. */
  pausedUntil: Date | null;
  options: CompressionOptions;
  /** Of the origin that the request's URLs are on. */
  baseUrl: string;
  /** What became of the first image with this URL, for the leader of a further group: nothing is left to do then. */
  known: KnownResult | null;
  /** What an image service made of it under an earlier claim; null when nobody has begun. */
  engineAnswer: EngineAnswer | null;
  times: AttemptTimes;
  traceparent: string | null;
}

/** How the first image ended that has the same URL in the request. */
export type KnownResult =
  { status: 'completed'; stored: StoredImage } | { status: 'failed'; failure: FailureReport };
