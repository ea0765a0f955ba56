import type { RequestStatusDto } from '../requests';

/** What the command says to whoever called it. */
export const ExitCode = {
  Done: 0,
  /** Nothing was done, or it could not be finished. */
  Failed: 1,
  /** Done, with rejects: images that failed, or rows that were skipped. */
  SomeFailed: 2,
  /** Ctrl-C, as shells have it. */
  Interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf({ image_counts, skipped_rows }: Outcome): ExitCode {
  const { total, completed } = image_counts;
  return completed === total && skipped_rows === 0 ? ExitCode.Done : ExitCode.SomeFailed;
}

type Outcome = Pick<RequestStatusDto, 'image_counts' | 'skipped_rows'>;
