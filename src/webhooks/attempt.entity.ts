import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { DeliveryEntity } from './delivery.entity';

/** One attempt at a delivery and its result, never the receiver's text. */
@Entity('webhook_attempts')
@Index('webhook_attempts_by_delivery', ['deliveryId', 'id'])
export class AttemptEntity {
  /** UUIDv7: oldest first. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') deliveryId!: string;

  @ManyToOne(() => DeliveryEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id' })
  delivery?: DeliveryEntity;

  @Column('timestamptz') attemptedAt!: Date;

  @Column('smallint', { nullable: true }) statusCode!: number | null;

  /** The reason, where no answer came. */
  @Column('text', { nullable: true }) errorCode!: string | null;

  @Column('int') latencyMs!: number;
}
