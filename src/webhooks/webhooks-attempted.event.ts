import type { WebhookType } from './webhook-types';

/** The end of an attempt for its delivery; `dropped`: the delivery was cancelled or handed out again meanwhile. */
export type AttemptOutcome = 'delivered' | 'retry' | 'exhausted' | 'dropped';

export interface AttemptReport {
  receiver: string;
  type: WebhookType;
  outcome: AttemptOutcome;
  attemptedAt: Date;
  latencyMs: number;
  statusCode: number | null;
  deliveryId: string;
  requestId: string | null;
  /** The trace context of its request; null where nothing is traced. */
  traceparent: string | null;
}

/** Attempts were made and committed. */
export class WebhooksAttemptedEvent {
  static readonly NAME = 'webhooks.attempted';

  constructor(readonly attempts: AttemptReport[]) {}
}
