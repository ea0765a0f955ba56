import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { RequestEntity } from '../requests';

/** A data row that could not be used and was left out, kept as it was in the file for the output and the rejects. */
@Entity('skipped_rows')
export class SkippedRowEntity {
  @PrimaryColumn('uuid') requestId!: string;

  /** The number of the data row in the file, from 1. */
  @PrimaryColumn('int') row!: number;

  @ManyToOne(() => RequestEntity)
  @JoinColumn({ name: 'request_id' })
  request?: RequestEntity;

  @Column('text', { array: true }) cells!: string[];

  /** Codes of all problems of the row, joined by ", ". */
  @Column('text') errorCode!: string;

  @Column('text') errorMessage!: string;
}
