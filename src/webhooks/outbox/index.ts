export { DeliveryOutbox } from './delivery-outbox';
export { insertDeliveries } from './new-delivery';
