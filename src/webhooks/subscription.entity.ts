import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { WebhookType } from './webhook-types';

/** An endpoint that is notified of an owner's requests, whatever their `webhook_url`. */
@Entity('webhook_subscriptions')
@Index('webhook_subscriptions_by_owner', ['owner', 'id'])
export class SubscriptionEntity {
  /** UUIDv7: newest last. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') owner!: string;

  @Column('text') url!: string;

  @Column('text', { array: true }) types!: WebhookType[];

  @Column('boolean', { default: true }) enabled!: boolean;

  @Column('text', { nullable: true }) disabledReason!: string | null;

  /** The secret, sealed with a key that is derived from WEBHOOK_SECRET and never stored. */
  @Column('text') sealedSecret!: string;

  /** The secret before the last rotation, which signs too until its time is over. */
  @Column('text', { nullable: true }) sealedPreviousSecret!: string | null;

  @Column('timestamptz', { nullable: true }) previousSecretUntil!: Date | null;

  /** Those before it that had not ended when it was made; they sign too, each until its own time is over. */
  @Column('jsonb', { default: [] }) olderSecrets!: { sealed: string; until: string }[];

  /** The first failure after the last success, or after the last time that nothing was sent for days. */
  @Column('timestamptz', { nullable: true }) failingSince!: Date | null;

  /** The last failure; null when the last attempt was a success, or was made before this was recorded. */
  @Column('timestamptz', { nullable: true }) lastFailedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' }) updatedAt!: Date;
}
