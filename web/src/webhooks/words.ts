import type { DeliveryStatus, WebhookType } from '../api/webhook-calls';
import type { MarkTone } from '../shell/mark';

export const EVENTS: { value: Exclude<WebhookType, 'webhook.test'>; label: string }[] = [
  { value: 'request.completed', label: 'Done' },
  { value: 'request.failed', label: 'Failed' },
  { value: 'request.cancelled', label: 'Stopped' },
];

export const EVENT_WORDS: Record<WebhookType, string> = {
  'request.completed': 'A catalogue is done',
  'request.failed': 'A catalogue failed',
  'request.cancelled': 'A catalogue was stopped',
  'webhook.test': 'A test',
};

export const DELIVERY_STATES: Record<DeliveryStatus, { label: string; tone: MarkTone }> = {
  pending: { label: 'On its way', tone: 'busy' },
  delivered: { label: 'Delivered', tone: 'good' },
  exhausted: { label: 'Given up', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'calm' },
};

const NO_ANSWER: Record<string, string> = {
  invalid_url: 'the address is not valid',
  address_blocked: 'the address may not be reached',
  dns_failed: 'the host name could not be found',
  connect_failed: 'no connection',
  tls_failed: 'the certificate is not valid',
  timeout: 'no answer within 15 seconds',
  not_sent: 'it could not be sent from here',
};

/** The result of an attempt: `answered 503`, or why no answer came. */
export function attemptText(statusCode: number | null, errorCode: string | null): string {
  if (statusCode !== null) return `answered ${statusCode}`;
  return NO_ANSWER[errorCode ?? ''] ?? errorCode ?? 'no answer';
}
