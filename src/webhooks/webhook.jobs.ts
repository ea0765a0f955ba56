import type { JobOptions, QueueOptions } from 'bull';

export const WEBHOOK_QUEUE = 'webhooks';

export const WebhookJob = { Deliver: 'deliver' } as const;

export interface WebhookJobPayloads {
  /** The delivery, and the claim that this job may work under. */
  [WebhookJob.Deliver]: { deliveryId: string; claim: number };
}

export type WebhookJobPayload = WebhookJobPayloads[typeof WebhookJob.Deliver];

/** The job options. Postgres owns schedule and results, so a job runs once and leaves nothing behind. */
export const WEBHOOK_JOB_OPTIONS = {
  [WebhookJob.Deliver]: { attempts: 1, removeOnComplete: true, removeOnFail: true },
} satisfies Record<keyof WebhookJobPayloads, JobOptions>;

export const WEBHOOK_QUEUE_OPTIONS = {
  // By default Bull gives a job up when its worker died twice. A stale job costs nothing here: its claim is old.
  settings: { maxStalledCount: 1_000_000 },
} satisfies QueueOptions;
