export { AttemptWriter } from './attempt-writer';
export { Attempts } from './attempts';
export { DeliverySender } from './delivery-sender';
export { Pickup } from './pickup';
export { WebhookProcessor } from './webhook.processor';
