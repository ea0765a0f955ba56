/** There are deliveries to send that were not due before, and that is committed. */
export class DeliveriesPendingEvent {
  static readonly NAME = 'webhooks.pending';
}
