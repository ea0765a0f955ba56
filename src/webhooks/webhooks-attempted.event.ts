import type { WebhookType } from './webhook-types';

/** How an attempt ended for its delivery; `dropped`: the delivery was cancelled or handed out anew meanwhile. */
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
  /** Of its request; null where nothing is traced. */
  traceparent: string | null;
}

/** These attempts were made, and that is committed. */
export class WebhooksAttemptedEvent {
  static readonly NAME = 'webhooks.attempted';

  constructor(readonly attempts: AttemptReport[]) {}
}
