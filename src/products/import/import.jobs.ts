import type { JobOptions, QueueOptions } from 'bull';

export const IMPORT_QUEUE = 'imports';

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
