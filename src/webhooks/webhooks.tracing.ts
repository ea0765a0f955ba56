import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Tracer } from '../common/tracing';
import { type AttemptReport, WebhooksAttemptedEvent } from './webhooks-attempted.event';

/** Adds delivery attempts to the trace of their upload. */
@Injectable()
export class TraceWebhooks {
  constructor(private readonly tracer: Tracer) {}

  @OnEvent(WebhooksAttemptedEvent.NAME)
  trace({ attempts }: WebhooksAttemptedEvent): void {
    for (const attempt of attempts) if (attempt.traceparent !== null) this.traceOne(attempt);
  }

  private traceOne({ attemptedAt, latencyMs, outcome, ...attempt }: AttemptReport): void {
    const beganAt = attemptedAt.getTime();
    this.tracer.record(attempt.traceparent, {
      name: 'webhook',
      beganAt,
      endedAt: beganAt + latencyMs,
      attributes: {
        'darkroom.request_id': attempt.requestId ?? '',
        'darkroom.delivery_id': attempt.deliveryId,
        'darkroom.webhook_type': attempt.type,
        'darkroom.outcome': outcome,
        ...(attempt.statusCode !== null && { 'http.response.status_code': attempt.statusCode }),
      },
      error: outcome === 'delivered' ? undefined : outcome,
    });
  }
}
