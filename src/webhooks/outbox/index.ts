export { cancelChunk } from './cancel-chunk';
export { DeliveryOutbox } from './delivery-outbox';
export { insertDeliveries } from './new-delivery';
export { requestMessage } from './request-message';
export { idBefore, resend, undeliveredChunk } from './resend';
export { OldDeliveries } from './old-deliveries';
