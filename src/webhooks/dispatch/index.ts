export { CancelSweep } from './cancel-sweep';
export { ClaimDeliveries } from './claim-deliveries';
export { DeliverWebhooksWhenRequestFinished } from './deliver-webhooks-when-request-finished';
export { Dispatcher } from './dispatcher';
export { ReceiverWindows } from './receiver-windows';
export { StoppedSubscriptions } from './stopped-subscriptions';
