import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type LogStatus, type LogStep, ProcessingLogEntity } from './processing-log.entity';
import { RequestSettings } from './request.settings';

/** A line of the log before it has an id and a time. */
export interface LogEntry {
  requestId: string;
  imageId: string | null;
  step: LogStep;
  status: LogStatus;
  message: string;
}

/** Narrows the log down; `after` is the id of the last line before. */
export interface LogFilter {
  after?: string;
  imageId?: string;
  step?: LogStep;
  status?: LogStatus;
  limit: number;
}

/**
 * SQL for the images whose lines describe this one. A URL that occurs again is worked on once, under the id of its
 * leader, or under that of its first occurrence where the leader takes over its result.
 */
const WORKED_ON = `SELECT unnest(ARRAY[leader.id, leader.first_id])
    FROM images image JOIN images leader ON leader.id = image.leader_id
   WHERE image.id = :imageId`;

/** The processing log: the steps of a request and its images. */
@Injectable()
export class ProcessingLog {
  constructor(
    private readonly settings: RequestSettings,
    private readonly dataSource: DataSource,
  ) {}

  /** Lines of a request, oldest first. */
  read(
    requestId: string,
    { after, imageId, step, status, limit }: LogFilter,
  ): Promise<ProcessingLogEntity[]> {
    const query = this.dataSource
      .createQueryBuilder(ProcessingLogEntity, 'log')
      .where('log.request_id = :requestId', { requestId })
      .orderBy('log.id')
      .limit(limit);
    if (after) query.andWhere('log.id > :after', { after });
    if (imageId) query.andWhere(`log.image_id IN (${WORKED_ON})`, { imageId });
    if (step) query.andWhere('log.step = :step', { step });
    if (status) query.andWhere('log.status = :status', { status });
    return query.getMany();
  }

  /** Writes lines in the transaction of the steps that they describe. */
  async write(tx: EntityManager, entries: LogEntry[]): Promise<void> {
    const kept =
      this.settings.PROCESSING_LOGS === 'all'
        ? entries
        : entries.filter(entry => entry.status === 'failure' || entry.imageId === null);
    if (kept.length === 0) return;
    await tx.query(
      `INSERT INTO processing_logs (id, request_id, image_id, step, status, message)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::log_step[], $5::log_status[], $6::text[])`,
      [
        kept.map(() => uuidv7()),
        kept.map(entry => entry.requestId),
        kept.map(entry => entry.imageId),
        kept.map(entry => entry.step),
        kept.map(entry => entry.status),
        kept.map(entry => entry.message),
      ],
    );
  }
}
