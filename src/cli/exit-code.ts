import type { RequestStatusDto } from '../requests';

/** The exit code of a command. */
export const ExitCode = {
  Done: 0,
  /** Nothing was done, or it could not be finished. */
  Failed: 1,
  /** Done, with rejects: images that failed, or rows that were skipped. */
  SomeFailed: 2,
  /** Stopped by Ctrl-C, with the code that shells use. */
  Interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf({ image_counts, skipped_rows }: Outcome): ExitCode {
  const { total, completed } = image_counts;
  return completed === total && skipped_rows === 0 ? ExitCode.Done : ExitCode.SomeFailed;
}

type Outcome = Pick<RequestStatusDto, 'image_counts' | 'skipped_rows'>;
