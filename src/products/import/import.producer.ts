import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { assertConnected } from '../../common/queue';
import { IMPORT_JOB_OPTIONS, IMPORT_QUEUE, ImportJob, type ImportJobPayload } from './import.jobs';

/** Puts imports into the queue; nobody else does. */
@Injectable()
export class ImportProducer {
  constructor(@InjectQueue(IMPORT_QUEUE) private readonly queue: Queue<ImportJobPayload>) {}

  /** Adds an import, unless the same claim on it waits in the queue already. @throws when Redis is away */
  async enqueue(requestId: string, importClaim: number): Promise<void> {
    assertConnected(this.queue);
    await this.queue.add(
      ImportJob.Import,
      { requestId },
      { ...IMPORT_JOB_OPTIONS[ImportJob.Import], jobId: `${requestId}:${importClaim}` },
    );
  }
}
