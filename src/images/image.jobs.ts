import type { JobOptions, QueueOptions } from 'bull';

export const IMAGE_QUEUE = 'images';

export const ImageJob = { Process: 'process' } as const;

export interface ImageJobPayloads {
  /** The leader of all images with this URL in a request, and the claim that this job may work under. */
  [ImageJob.Process]: { imageId: string; claim: number };
}

export type ImageJobPayload = ImageJobPayloads[typeof ImageJob.Process];

/** Postgres owns retries and results, so a job runs once and leaves nothing behind. */
export const IMAGE_JOB_OPTIONS = {
  [ImageJob.Process]: { attempts: 1, removeOnComplete: true, removeOnFail: true },
} satisfies Record<keyof ImageJobPayloads, JobOptions>;

export const IMAGE_QUEUE_OPTIONS = {
  // By default Bull gives a job up when its worker died twice. A stale job costs nothing here: its claim is old.
  settings: { maxStalledCount: 1_000_000 },
} satisfies QueueOptions;
