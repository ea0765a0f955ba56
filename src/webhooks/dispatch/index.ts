export { ClaimDeliveries } from './claim-deliveries';
export { DeliverWebhooksWhenRequestFinished } from './deliver-webhooks-when-request-finished';
export { Dispatcher } from './dispatcher';
export { ReceiverWindows } from './receiver-windows';
