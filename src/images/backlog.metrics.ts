import { Injectable } from '@nestjs/common';
import { Metrics, Snapshot } from '../common/metrics';
import { type Backlog, Backlogs } from './backlog';

/** Every process shows the same numbers, and reads them no more often than this. */
const MAX_AGE_MS = 5_000;

/**
 * Measures what waits in Postgres, which shows when workers do not keep up. The gauges are NaN while Postgres is away.
 */
@Injectable()
export class MeasureBacklog {
  private readonly backlog: Snapshot<Backlog>;

  constructor(
    private readonly metrics: Metrics,
    backlogs: Backlogs,
  ) {
    this.backlog = new Snapshot(() => backlogs.read(), MAX_AGE_MS);
    this.gauge('unfinished_requests', 'Requests that have not finished', 'requests');
    this.gauge(
      'images_pending',
      'Images that wait to be taken up, those not yet imported included',
      'pending',
    );
    this.gauge('images_processing', 'Images that are handed out and not done', 'processing');
    this.gauge(
      'oldest_pending_image_seconds',
      'How long the image that waits longest has been due, imported or not; paused hosts and back-offs do not count',
      'oldestSeconds',
    );
    this.gauge('paused_hosts', 'Hosts that are left alone now, because they asked for it', 'pausedHosts');
  }

  private gauge(name: string, help: string, fact: keyof Backlog): void {
    const { backlog } = this;
    this.metrics.gauge({
      name,
      help,
      async collect() {
        this.set((await backlog.get())?.[fact] ?? NaN);
      },
    });
  }
}
