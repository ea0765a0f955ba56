import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'exhausted', 'cancelled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const WEBHOOK_TYPES = ['request.completed', 'request.failed', 'request.cancelled', 'webhook.test'] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** The target of a delivery that goes to the request's own `webhook_url` and to no subscription. */
export const REQUEST_TARGET = 'webhook_url';

/**
 * One message to one receiver. It outlives its request, so that the log of what was sent stays whole.
 * Unique by request, run and target: a request that is finished twice still tells once.
 */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_once', ['requestId', 'run', 'target'], { unique: true })
@Index('webhook_deliveries_due', ['nextAttemptAt'], { where: `status = 'pending'` })
@Index('webhook_deliveries_by_owner', ['owner', 'id'])
export class DeliveryEntity {
  /** UUIDv7, also the `webhook-id`. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') owner!: string;

  @Column('uuid', { nullable: true }) requestId!: string | null;

  @Column('int', { nullable: true }) run!: number | null;

  /** A subscription's id, or REQUEST_TARGET. */
  @Column('text') target!: string;

  @Column('uuid', { nullable: true }) subscriptionId!: string | null;

  @Column('text') url!: string;

  @Column('text') type!: WebhookType;

  /** The body, byte for byte as it is signed and sent on every attempt. */
  @Column('text') payload!: string;

  @Column('enum', { enum: DELIVERY_STATUSES, enumName: 'delivery_status', default: 'pending' })
  status!: DeliveryStatus;

  /** Counts the hand-outs; a result with an old number is dropped. */
  @Column('int', { default: 0 }) claim!: number;

  @Column('timestamptz', { nullable: true }) leaseUntil!: Date | null;

  @Column('int', { default: 0 }) attempts!: number;

  @Column('timestamptz', { nullable: true, default: () => 'now()' }) nextAttemptAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}
