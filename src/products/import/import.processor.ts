import { InjectQueue } from '@nestjs/bull';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import type { Queue } from 'bull';
import { abandonJobs, stopTaking, takeJobs } from '../../common/queue';
import { ShutdownGrace } from '../../common/shutdown';
import { Tracer } from '../../common/tracing';
import { AbandonedImports } from './abandoned-imports';
import { ImportClaims, ImportLostError } from './import-claims';
import { IMPORT_QUEUE, ImportJob, type ImportJobPayload, LARGE_IMPORT_QUEUE } from './import.jobs';
import { ImportRun } from './import-run';

/** The imports of each queue at a time in a process: more than one, so that none waits for a much larger one. */
const CONCURRENCY = 2;

/**
 * The share of the time that a stop may take. A chunk takes far less, and one that hangs is committed whole or not at
 * all.
 */
const GRACE_SHARE = 0.3;

/** Imports requests as the queues ask for it. */
@Injectable()
export class ImportProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ImportProcessor.name);
  private readonly stop = new AbortController();
  private readonly queues: Queue<ImportJobPayload>[];

  constructor(
    @InjectQueue(IMPORT_QUEUE) queue: Queue<ImportJobPayload>,
    @InjectQueue(LARGE_IMPORT_QUEUE) largeQueue: Queue<ImportJobPayload>,
    private readonly claims: ImportClaims,
    private readonly imports: ImportRun,
    private readonly abandoned: AbandonedImports,
    private readonly tracer: Tracer,
    private readonly grace: ShutdownGrace,
  ) {
    this.queues = [queue, largeQueue];
  }

  onApplicationBootstrap(): void {
    for (const queue of this.queues) {
      takeJobs(queue, {
        name: ImportJob.Import,
        concurrency: CONCURRENCY,
        work: ({ requestId }) => this.process(requestId),
        logger: this.logger,
      });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.race([Promise.all(this.queues.map(stopTaking)), this.grace.spent(GRACE_SHARE)]);
    this.queues.forEach(abandonJobs);
  }

  private async process(requestId: string): Promise<void> {
    const request = await this.claims.take(requestId);
    if (!request) return;
    const span = this.tracer.begin('import', request.traceparent);
    try {
      const rows = await this.claims.hold(request, () => this.imports.run(request, this.stop.signal));
      span.end({ 'darkroom.request_id': requestId, 'darkroom.rows': rows });
      this.logger.log({ requestId, rows }, 'Imported');
    } catch (error) {
      if (error instanceof ImportLostError || (await this.abandoned.end(request, error))) return;
      const stopped = this.stop.signal.aborted;
      if (!stopped) this.logger.error({ err: error, requestId }, 'Import failed, it will be taken up again');
      await this.claims.release(request, !stopped);
    }
  }
}
