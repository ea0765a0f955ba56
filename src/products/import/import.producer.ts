import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { IMPORT_JOB_OPTIONS, IMPORT_QUEUE, ImportJob, type ImportJobPayload } from './import.jobs';

/** Puts imports into the queue; nobody else does. */
@Injectable()
export class ImportProducer {
  constructor(@InjectQueue(IMPORT_QUEUE) private readonly queue: Queue<ImportJobPayload>) {}

  /** A hand-out that waits in the queue already is not added twice. @throws when Redis is away. */
  async enqueue(requestId: string, importClaim: number): Promise<void> {
    // Not asked while it is away: the client would keep the job for a while, and a stop would wait for it.
    const { status } = this.queue.client;
    if (status !== 'ready') throw new Error(`Redis is away: ${status}`);
    await this.queue.add(
      ImportJob.Import,
      { requestId },
      { ...IMPORT_JOB_OPTIONS[ImportJob.Import], jobId: `${requestId}:${importClaim}` },
    );
  }
}
