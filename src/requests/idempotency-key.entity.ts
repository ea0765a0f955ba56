import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to an upload that came with an `Idempotency-Key`, kept for a day. */
@Entity('idempotency_keys')
@Index('idempotency_keys_by_expiry', ['expiresAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('text') owner!: string;

  @PrimaryColumn('text') key!: string;

  /** Hash over the file and the fields that the key stands for. */
  @Column('text') fingerprint!: string;

  /** The body of the first 202, in its order (which jsonb would not keep). */
  @Column('json') answer!: object;

  @Column('timestamptz') expiresAt!: Date;
}
