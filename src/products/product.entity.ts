import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { RequestEntity, Tally, WORK_STATUSES, type WorkStatus } from '../requests';

/** A valid data row of the upload. */
@Entity('products')
@Index('products_by_row', ['requestId', 'row'], { unique: true })
export class ProductEntity {
  /** Made of the request's id and the row (memberId). */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') requestId!: string;

  @ManyToOne(() => RequestEntity)
  @JoinColumn({ name: 'request_id' })
  request?: RequestEntity;

  /** The number of the data row in the file, from 1. */
  @Column('int') row!: number;

  /** The number that the file gives; null where it gives none, and the row number stands in. */
  @Column('bigint', { nullable: true }) serialNumber!: number | null;

  @Column('text') productName!: string;

  /** Cells of the columns that Darkroom has no use for, written back to the output. */
  @Column('text', { array: true }) extra!: string[];

  @Column('enum', { enum: WORK_STATUSES, enumName: 'work_status' }) status!: WorkStatus;

  @Column(() => Tally) images!: Tally;
}
