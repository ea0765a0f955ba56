import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ProductEntity } from '../products';
import { WORK_STATUSES, type WorkStatus } from '../requests';
import type { EngineAnswer } from './engine/engine-answer';
import type { ImageFailureCode } from './image-failure';

export const IMAGE_OUTCOMES = ['compressed', 'kept_original'] as const;
export type ImageOutcome = (typeof IMAGE_OUTCOMES)[number];

/**
 * One place for an image in a product. Where a URL occurs several times in a request, its first occurrence is
 * the leader: the unit of work, whose claim and results all occurrences share. Where it occurs very often, further
 * groups have leaders of their own, which wait for what becomes of the first one and take it over.
 */
@Entity('images')
@Index('images_by_product', ['productId', 'position'], { unique: true })
@Index('images_to_claim', ['requestId', 'host', 'notBefore', 'id'], {
  where: `status = 'pending' AND leader_id = id`,
})
@Index('images_in_work', ['id'], { where: `status = 'processing' AND leader_id = id` })
@Index('images_of_leader', ['leaderId'], { where: 'leader_id <> id' })
@Index('images_by_stored_file', { synchronize: false })
@Index('images_unsuccessful', ['requestId', 'id'], { where: `status IN ('failed', 'cancelled')` })
export class ImageEntity {
  /** Made of the request's id and the sequence in the request (memberId). */
  @PrimaryColumn('uuid') id!: string;

  /** The product's request, repeated for the indexes; the product's own foreign key vouches for it. */
  @Column('uuid') requestId!: string;

  @Column('uuid') productId!: string;

  @ManyToOne(() => ProductEntity)
  @JoinColumn({ name: 'product_id' })
  product?: ProductEntity;

  /** Within the product, from 1. */
  @Column('smallint') position!: number;

  @Column('text') inputImageUrl!: string;

  /** `host:port` of the URL, what pauses and shares go by. */
  @Column('text') host!: string;

  /** The image whose claim and results it shares; its own id if that is this one. */
  @Column('uuid') leaderId!: string;

  /** For the leader of a further group: the first image of the request with this URL. Null for all others. */
  @Column('uuid', { nullable: true }) firstId!: string | null;

  @Column('enum', { enum: WORK_STATUSES, enumName: 'work_status', default: 'pending' }) status!: WorkStatus;

  /** Counts the hand-outs; a result with an old number is dropped. */
  @Column('int', { default: 0 }) claim!: number;

  /** Until when the process that holds the claim is trusted to be alive. */
  @Column('timestamptz', { nullable: true }) leaseUntil!: Date | null;

  /** When a remote image service took the claim: the lease is its timeout then. Null for all other claims. */
  @Column('timestamptz', { nullable: true }) handedOverAt!: Date | null;

  /** What the image service said of an earlier claim: the next one takes it in. */
  @Column('jsonb', { nullable: true }) engineAnswer!: EngineAnswer | null;

  /** Not to be handed out before; `-infinity` for at once. */
  @Column('timestamptz', { default: '-infinity' }) notBefore!: Date;

  /** Attempts made that count towards IMAGE_ATTEMPTS. */
  @Column('smallint', { default: 0 }) attempts!: number;

  /** Times that a process died with this image in work. */
  @Column('smallint', { default: 0 }) crashes!: number;

  @Column('enum', { enum: IMAGE_OUTCOMES, enumName: 'image_outcome', nullable: true })
  outcome!: ImageOutcome | null;

  @Column('text', { nullable: true }) errorCode!: ImageFailureCode | null;

  @Column('text', { nullable: true }) errorMessage!: string | null;

  /** The origin's answer, where that is what failed. */
  @Column('smallint', { nullable: true }) httpStatus!: number | null;

  /** `<base name>-<hash>.<ext>`, the last part of the output URL. */
  @Column('text', { nullable: true }) outputFile!: string | null;

  @Column('int', { nullable: true }) bytesIn!: number | null;

  @Column('int', { nullable: true }) bytesOut!: number | null;

  @Column('int', { nullable: true }) width!: number | null;

  @Column('int', { nullable: true }) height!: number | null;

  @Column('text', { nullable: true }) format!: string | null;

  /** When a worker took up the current or last claim; null while it only waits in the queue. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}
