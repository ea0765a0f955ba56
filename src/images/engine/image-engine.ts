import type { Deadline } from '../../common/concurrency';
import type { LogStep } from '../../requests';
import type { LogLine, StoredImage } from '../outcomes';
import type { ImageWork } from '../image-work';

/** The result of a piece of work that went well. */
export type EngineReport =
  | { kind: 'completed'; stored: StoredImage }
  /** An image service has it now. If it has not answered by then, that counts as a failed attempt. */
  | { kind: 'handed_over'; timeoutMs: number };

/** Makes a stored result from the URL of an image: in this process, or by an image service (IMAGE_ENGINE). */
export abstract class ImageEngine {
  /** Each finished step writes one log line, in this order; a failure belongs to the step after the last line. */
  abstract readonly steps: readonly [LogStep, ...LogStep[]];

  /** The `host:port` where the work on an image begins, and which may ask to slow down. */
  abstract hostOf(work: ImageWork): string;

  /**
   * Does one piece of work under one claim. Not all of it heeds the deadline: a caller may stop waiting, and the memory
   * is given back when the work ends. @throws ImageFailure, or an unexpected error
   */
  abstract run(work: ImageWork, log: LogLine[], deadline: Deadline): Promise<EngineReport>;
}
