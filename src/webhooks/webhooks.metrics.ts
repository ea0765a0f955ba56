import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Metrics } from '../common/metrics';
import { type AttemptOutcome, WebhooksAttemptedEvent } from './webhooks-attempted.event';

const OUTCOMES: AttemptOutcome[] = ['delivered', 'retry', 'exhausted', 'dropped'];
const SECONDS = [0.01, 0.05, 0.2, 0.5, 1, 2, 5, 15];

/** Counts attempts at webhook deliveries from what was committed. */
@Injectable()
export class MeasureWebhooks {
  private readonly attempts;
  private readonly durations;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter({
      name: 'webhook_attempts_total',
      help: 'Attempts at webhook deliveries: delivered, retry (there will be another), exhausted, dropped',
      labelNames: ['outcome'],
    });
    this.durations = metrics.histogram({
      name: 'webhook_attempt_seconds',
      help: 'Time until a webhook receiver answered, or did not',
      buckets: SECONDS,
    });
    // A series that first appears with its first failure shows no increase: an alert would miss it.
    for (const outcome of OUTCOMES) this.attempts.inc({ outcome }, 0);
  }

  @OnEvent(WebhooksAttemptedEvent.NAME)
  count({ attempts }: WebhooksAttemptedEvent): void {
    for (const { outcome, latencyMs } of attempts) {
      this.attempts.inc({ outcome });
      this.durations.observe(latencyMs / 1_000);
    }
  }
}
