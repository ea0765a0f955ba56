import type { WebhookMessage } from './webhook-types';

export interface TestNotice {
  subscription_id: string;
  message: string;
}

/** The message of a test: nothing has happened, but it arrives and verifies like a real one. */
export function testMessage(subscriptionId: string, now: Date): WebhookMessage<TestNotice> {
  return {
    type: 'webhook.test',
    timestamp: now.toISOString(),
    data: { subscription_id: subscriptionId, message: 'If you can verify this, the endpoint is set up.' },
  };
}
