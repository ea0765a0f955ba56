import type { WebhookMessage } from './webhook-types';

export interface TestNotice {
  subscription_id: string;
  message: string;
}

/** What a test sends: nothing has happened, but it comes and verifies like the real thing. */
export function testMessage(subscriptionId: string, now: Date): WebhookMessage<TestNotice> {
  return {
    type: 'webhook.test',
    timestamp: now.toISOString(),
    data: { subscription_id: subscriptionId, message: 'If you can verify this, the endpoint is set up.' },
  };
}
