/** The types of messages (docs/contract.md, 4). */
export const WEBHOOK_TYPES = [
  'request.completed',
  'request.failed',
  'request.cancelled',
  'webhook.test',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** A type of message about a request. */
export type RequestWebhookType = Exclude<WebhookType, 'webhook.test'>;

/** The body of every message, as Standard Webhooks recommends it. */
export interface WebhookMessage<T = unknown> {
  type: WebhookType;
  /** The time of the event, which may be long before it is delivered. */
  timestamp: string;
  data: T;
}
