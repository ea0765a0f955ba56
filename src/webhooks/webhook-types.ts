/** What a message may be about (docs/contract.md, 4). */
export const WEBHOOK_TYPES = [
  'request.completed',
  'request.failed',
  'request.cancelled',
  'webhook.test',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** A type that tells of a request. */
export type RequestWebhookType = Exclude<WebhookType, 'webhook.test'>;

/** The body of every message, as Standard Webhooks recommends it. */
export interface WebhookMessage<T = unknown> {
  type: WebhookType;
  /** When it happened, which may be long before it is delivered. */
  timestamp: string;
  data: T;
}
