import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { WebhookType } from './webhook-types';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'exhausted', 'cancelled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** The target of a delivery that goes to the request's own `webhook_url` and to no subscription. */
export const REQUEST_TARGET = 'webhook_url';

/**
 * One message to one receiver. It outlives its request and its subscription, so that the log of messages
 * stays whole. It is unique by request, run and target: a request that is finished twice still notifies once.
 */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_once', ['requestId', 'run', 'target'], { unique: true })
@Index('webhook_deliveries_to_claim', ['receiver', 'nextAttemptAt'], { where: `status = 'pending'` })
@Index('webhook_deliveries_in_flight', ['receiver'], {
  where: `status = 'pending' AND lease_until IS NOT NULL`,
})
@Index('webhook_deliveries_by_owner', ['owner', 'id'])
@Index('webhook_deliveries_undelivered', ['owner', 'status', 'id'], { where: `status <> 'delivered'` })
@Index('webhook_deliveries_waiting', ['subscriptionId', 'id'], {
  where: `status = 'pending' AND subscription_id IS NOT NULL`,
})
@Index('webhook_deliveries_by_subscription', ['subscriptionId', 'id'], {
  where: 'subscription_id IS NOT NULL',
})
export class DeliveryEntity {
  /** UUIDv7, also the `webhook-id`. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') owner!: string;

  /** The request; null for a test. */
  @Column('uuid', { nullable: true }) requestId!: string | null;

  @Column('int', { nullable: true }) run!: number | null;

  /** The id of a subscription, or REQUEST_TARGET. */
  @Column('text') target!: string;

  @Column('uuid', { nullable: true }) subscriptionId!: string | null;

  @Column('text') url!: string;

  /** Host and port of the URL: receivers are kept apart by it, so that a slow one delays nobody else. */
  @Column('text') receiver!: string;

  @Column('text') type!: WebhookType;

  /** The body, byte for byte as it is signed and sent on every attempt. */
  @Column('text') payload!: string;

  @Column('enum', { enum: DELIVERY_STATUSES, enumName: 'delivery_status', default: 'pending' })
  status!: DeliveryStatus;

  /** Rises with every hand-out and with every pick-up by a sender; a result with an old number is dropped. */
  @Column('int', { default: 0 }) claim!: number;

  /** The time until which the holder of the claim is trusted to be alive; null when nobody holds it. */
  @Column('timestamptz', { nullable: true }) leaseUntil!: Date | null;

  /** The number of attempts made, by hand or not. */
  @Column('int', { default: 0 }) attempts!: number;

  /** The number of attempts since it was last requested: its place in the schedule. */
  @Column('smallint', { default: 0 }) scheduleStep!: number;

  /** The time of the next attempt; null when there will be none. */
  @Column('timestamptz', { nullable: true, default: () => 'now()' }) nextAttemptAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}
