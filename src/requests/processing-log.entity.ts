import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { RequestEntity } from './request.entity';

export const LOG_STEPS = ['validate', 'import', 'download', 'compress', 'store', 'webhook'] as const;
export type LogStep = (typeof LOG_STEPS)[number];

export const LOG_STATUSES = ['success', 'failure'] as const;
export type LogStatus = (typeof LOG_STATUSES)[number];

/** One step in the life of a request or of one of its images. */
@Entity('processing_logs')
@Index('processing_logs_by_request', ['requestId', 'id'])
export class ProcessingLogEntity {
  /** UUIDv7: oldest first. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') requestId!: string;

  @ManyToOne(() => RequestEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'request_id' })
  request?: RequestEntity;

  @Column('uuid', { nullable: true }) imageId!: string | null;

  @Column('enum', { enum: LOG_STEPS, enumName: 'log_step' }) step!: LogStep;

  @Column('enum', { enum: LOG_STATUSES, enumName: 'log_status' }) status!: LogStatus;

  @Column('text') message!: string;

  @Column('timestamptz', { default: () => 'now()' }) timestamp!: Date;
}
