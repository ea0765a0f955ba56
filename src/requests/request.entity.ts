import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { CatalogueLayout, CatalogueLimits } from '../csv';
import type { CompressionOptions } from './compression-options';
import { Tally, WORK_STATUSES, type WorkStatus } from './tally';

export const ON_INVALID = ['reject', 'skip'] as const;
export type OnInvalid = (typeof ON_INVALID)[number];

/** One uploaded catalogue and everything that is counted over it. */
@Entity('requests')
@Index('requests_by_owner', ['owner', 'id'])
@Index('requests_unfinished', ['id'], { where: `status IN ('pending', 'processing')` })
@Index('requests_to_import', ['id'], { where: 'imported_at IS NULL' })
@Index('requests_to_delete', ['id'], { where: 'deleted_at IS NOT NULL' })
export class RequestEntity {
  /** UUIDv7: newest last. */
  @PrimaryColumn('uuid') id!: string;

  /** Name of the API key that uploaded it. */
  @Column('text') owner!: string;

  /** Origin that handed-out URLs begin with. */
  @Column('text') baseUrl!: string;

  /** Name that the client gave the file: shown, never used as a path. */
  @Column('text') filename!: string;

  /** Storage key of the upload, byte for byte. */
  @Column('text') sourceFile!: string;

  @Column('jsonb') layout!: CatalogueLayout;

  /** Limits that the upload was checked with: the import must see the same rows, whatever the settings are by then. */
  @Column('jsonb') limits!: CatalogueLimits;

  @Column('jsonb') options!: CompressionOptions;

  @Column('enum', { enum: ON_INVALID, enumName: 'on_invalid' }) onInvalid!: OnInvalid;

  @Column('enum', { enum: WORK_STATUSES, enumName: 'work_status', default: 'pending' }) status!: WorkStatus;

  /** Counts the retries; each run tells its subscribers once. */
  @Column('int', { default: 1 }) run!: number;

  /** Moves with every change that a client could see: the event id of progress streams. */
  @Column('bigint', { default: 0 }) version!: number;

  @Column(() => Tally) products!: Tally;

  @Column(() => Tally) images!: Tally;

  @Column('int') skippedRows!: number;

  @Column('bigint', { default: 0 }) bytesIn!: number;

  @Column('bigint', { default: 0 }) bytesOut!: number;

  /** Failed images by code. */
  @Column('jsonb', { default: {} }) failures!: Record<string, number>;

  @Column('text', { nullable: true }) webhookUrl!: string | null;

  /** Trace context of the upload (W3C), for the spans of the work that follows; null where nothing is traced. */
  @Column('text', { nullable: true }) traceparent!: string | null;

  /** Whether a first attempt for this run was made. */
  @Column('boolean', { default: false }) webhookTriggered!: boolean;

  /** Counts the hand-outs of the import; a process whose number is old has lost it. */
  @Column('int', { default: 0 }) importClaim!: number;

  @Column('timestamptz', { nullable: true }) importLeaseUntil!: Date | null;

  /** Number of data rows that are in the database. */
  @Column('int', { default: 0 }) importedRows!: number;

  /** Number of images that are in the database: the sequence of the next one. */
  @Column('int', { default: 0 }) importedImages!: number;

  @Column('timestamptz', { nullable: true }) importedAt!: Date | null;

  /** The last leader that a retry has set back, the nil UUID before the first; null when no retry is under way. */
  @Column('uuid', { nullable: true }) retryCursor!: string | null;

  @Column('timestamptz', { nullable: true }) cancelRequestedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) deletedAt!: Date | null;

  /** Time when the first image was handed out; of a later run, when the retry was asked for. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  /** Time when the request finished, whichever way. */
  @Column('timestamptz', { nullable: true }) completedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' }) updatedAt!: Date;
}
