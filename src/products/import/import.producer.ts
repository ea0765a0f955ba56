import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { assertConnected } from '../../common/queue';
import {
  IMPORT_JOB_OPTIONS,
  IMPORT_QUEUE,
  ImportJob,
  type ImportJobPayload,
  isLarge,
  LARGE_IMPORT_QUEUE,
  type WaitingImport,
} from './import.jobs';

/** Puts imports into their queues; nobody else does. */
@Injectable()
export class ImportProducer {
  constructor(
    @InjectQueue(IMPORT_QUEUE) private readonly queue: Queue<ImportJobPayload>,
    @InjectQueue(LARGE_IMPORT_QUEUE) private readonly largeQueue: Queue<ImportJobPayload>,
  ) {}

  /** Adds an import, unless the same claim on it waits in its queue already. @throws when Redis is away */
  async enqueue({ id: requestId, importClaim, size }: WaitingImport): Promise<void> {
    const queue = isLarge(size) ? this.largeQueue : this.queue;
    assertConnected(queue);
    await queue.add(
      ImportJob.Import,
      { requestId },
      { ...IMPORT_JOB_OPTIONS[ImportJob.Import], jobId: `${requestId}:${importClaim}` },
    );
  }
}
