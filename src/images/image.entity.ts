import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ProductEntity } from '../products';
import { WORK_STATUSES, type WorkStatus } from '../requests';
import type { EngineAnswer } from './engine/engine-answer';
import type { ImageFailureCode } from './image-failure';

export const IMAGE_OUTCOMES = ['compressed', 'kept_original'] as const;
export type ImageOutcome = (typeof IMAGE_OUTCOMES)[number];

/**
 * One place for an image in a product. Where a URL occurs several times in a request, its first occurrence is the
 * leader: the unit of work, whose claim and results all occurrences share. Where it occurs very often, further groups
 * have leaders of their own, which wait for the end of the first one and take it over.
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
  /** The id is made of the id of the request and the sequence in the request (`memberId`). */
  @PrimaryColumn('uuid') id!: string;

  /** The request of the product, repeated for the indexes; the foreign key of the product vouches for it. */
  @Column('uuid') requestId!: string;

  @Column('uuid') productId!: string;

  @ManyToOne(() => ProductEntity)
  @JoinColumn({ name: 'product_id' })
  product?: ProductEntity;

  /** The position within the product, from 1. */
  @Column('smallint') position!: number;

  @Column('text') inputImageUrl!: string;

  /** The `host:port` of the URL, by which pauses and shares are kept. */
  @Column('text') host!: string;

  /** The id of the image whose claim and results this one shares; its own id where it is the leader. */
  @Column('uuid') leaderId!: string;

  /** For the leader of a further group: the id of the first image of the request with this URL. Null for all others. */
  @Column('uuid', { nullable: true }) firstId!: string | null;

  @Column('enum', { enum: WORK_STATUSES, enumName: 'work_status', default: 'pending' }) status!: WorkStatus;

  /** Counts the hand-outs; a result with an old number is dropped. */
  @Column('int', { default: 0 }) claim!: number;

  /** The process that holds the claim is trusted to be alive until this time. */
  @Column('timestamptz', { nullable: true }) leaseUntil!: Date | null;

  /** The time when a remote image service took the claim: the lease is then its timeout. Null for all other claims. */
  @Column('timestamptz', { nullable: true }) handedOverAt!: Date | null;

  /**
   * The answer of the image service under an earlier claim, which the next claim takes in; and one more, for as long as
   * there is no room for it, or its host asks to slow down.
   */
  @Column('jsonb', { nullable: true }) engineAnswer!: EngineAnswer | null;

  /** The image is not handed out before this time; `-infinity`: at once. */
  @Column('timestamptz', { default: '-infinity' }) notBefore!: Date;

  /** The number of attempts that count towards IMAGE_ATTEMPTS. */
  @Column('smallint', { default: 0 }) attempts!: number;

  /** The number of times that a process died with this image in work. */
  @Column('smallint', { default: 0 }) crashes!: number;

  @Column('enum', { enum: IMAGE_OUTCOMES, enumName: 'image_outcome', nullable: true })
  outcome!: ImageOutcome | null;

  @Column('text', { nullable: true }) errorCode!: ImageFailureCode | null;

  @Column('text', { nullable: true }) errorMessage!: string | null;

  /** The status that the origin answered with, where that is why the image failed. */
  @Column('smallint', { nullable: true }) httpStatus!: number | null;

  /** The last part of the output URL: `<base name>-<hash>.<ext>`. */
  @Column('text', { nullable: true }) outputFile!: string | null;

  @Column('int', { nullable: true }) bytesIn!: number | null;

  @Column('int', { nullable: true }) bytesOut!: number | null;

  @Column('int', { nullable: true }) width!: number | null;

  @Column('int', { nullable: true }) height!: number | null;

  @Column('text', { nullable: true }) format!: string | null;

  /** The time when a worker took up the current or last claim; null while it only waits in the queue. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}
