import type { Deadline } from '../../common/outbound';
import type { LogStep } from '../../requests';
import type { LogLine, StoredImage } from '../outcomes';
import type { Work } from '../image-work';

/** What came of a piece of work that went well. */
export type EngineReport =
  | { kind: 'completed'; stored: StoredImage }
  /** Somebody else has it now; if nothing was heard of it by then, it counts as a failed attempt. */
  | { kind: 'handed_over'; timeoutMs: number };

/** Makes a stored result of an image's URL: in this process, or by an image service (IMAGE_ENGINE). */
export abstract class ImageEngine {
  /** In the order in which they write a line each into the log: a failure is one of the step after the last. */
  abstract readonly steps: readonly [LogStep, ...LogStep[]];

  /** `host:port` that an image's work begins at: the one that may ask to slow down. */
  abstract hostOf(work: Work): string;

  /**
   * One piece of work under one claim. Not all of it heeds the deadline: whoever does not wait for its end may go, and
   * its memory is given back when it ends. @throws ImageFailure, or what nobody foresaw
   */
  abstract run(work: Work, log: LogLine[], deadline: Deadline): Promise<EngineReport>;
}
