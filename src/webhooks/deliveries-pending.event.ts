/** Deliveries became due and are committed. */
export class DeliveriesPendingEvent {
  static readonly NAME = 'webhooks.pending';
}
