export { DeliveryOutbox } from './delivery-outbox';
