import type { JobOptions, QueueOptions } from 'bull';

export const IMPORT_QUEUE = 'imports';

/**
 * The queue of large imports, which take minutes: in one of their own they keep no small one waiting, however many there
 * are. A name of their own in the same queue would not do: Bull lets the jobs of all names take every place of a queue.
 */
export const LARGE_IMPORT_QUEUE = 'large-imports';

/** An import that no process is at. */
export interface WaitingImport {
  id: string;
  importClaim: number;
  /** The number of its images and skipped rows. */
  size: number;
}

/** The size from which on an import is a large one: a smaller one takes a second or two, or six beside three others. */
const LARGE = 20_000;

/** Tells which queue an import waits in. */
export const isLarge = (size: number): boolean => size >= LARGE;

export const ImportJob = { Import: 'import' } as const;

export interface ImportJobPayloads {
  [ImportJob.Import]: { requestId: string };
}

export type ImportJobPayload = ImportJobPayloads[typeof ImportJob.Import];

/** Jobs run once and leave nothing behind: Postgres knows how far an import came and which process is at it. */
export const IMPORT_JOB_OPTIONS = {
  [ImportJob.Import]: { attempts: 1, removeOnComplete: true, removeOnFail: true },
} satisfies Record<keyof ImportJobPayloads, JobOptions>;

export const IMPORT_QUEUE_OPTIONS = {
  // A stalled import is run again however often its worker dies; rows go in once all the same.
  settings: { maxStalledCount: 1_000_000 },
} satisfies QueueOptions;
