import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { addJobs, waitingJobs } from '../common/queue';
import { WEBHOOK_JOB_OPTIONS, WEBHOOK_QUEUE, WebhookJob, type WebhookJobPayload } from './webhook.jobs';

/** Puts claimed deliveries into the queue; nobody else does. */
@Injectable()
export class WebhookProducer {
  constructor(@InjectQueue(WEBHOOK_QUEUE) private readonly queue: Queue<WebhookJobPayload>) {}

  /** The number of jobs that no worker has taken yet. @throws when Redis is away */
  waiting(): Promise<number> {
    return waitingJobs(this.queue);
  }

  /** Adds jobs. @throws when Redis is away or takes none: what was claimed for them comes back when its lease runs out */
  enqueue(jobs: WebhookJobPayload[]): Promise<void> {
    return addJobs(
      this.queue,
      jobs.map(data => ({
        name: WebhookJob.Deliver,
        data,
        opts: { ...WEBHOOK_JOB_OPTIONS[WebhookJob.Deliver], jobId: `${data.deliveryId}:${data.claim}` },
      })),
    );
  }
}
