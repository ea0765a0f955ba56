export { DeliveryOutbox, OldDeliveries } from './outbox';
export { LONGEST_WEBHOOK_URL, WebhookUrls } from './webhook-urls';
export { WebhookSettings } from './webhooks.settings';
export { WebhooksModule } from './webhooks.module';
export { WebhooksWorkerModule } from './webhooks-worker.module';
export { WebhooksHttpModule } from './webhooks-http.module';
export { documentedMessages } from './openapi/documented-messages';
