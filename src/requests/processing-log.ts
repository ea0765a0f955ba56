import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { LogStatus, LogStep } from './processing-log.entity';
import { RequestSettings } from './request.settings';

/** A line of the log before it has an id and a time. */
export interface LogEntry {
  requestId: string;
  imageId: string | null;
  step: LogStep;
  status: LogStatus;
  message: string;
}

/** Writes the processing log, in the transaction of what it tells of. */
@Injectable()
export class ProcessingLog {
  constructor(private readonly settings: RequestSettings) {}

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
