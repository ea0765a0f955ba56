import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Tracer } from '../common/tracing';
import { type ImageAttemptReport, ImagesAttemptedEvent, type Outcome } from './outcomes';

/** Adds attempts at images to the trace of their upload. */
@Injectable()
export class TraceImages {
  constructor(private readonly tracer: Tracer) {}

  @OnEvent(ImagesAttemptedEvent.NAME)
  trace({ attempts }: ImagesAttemptedEvent): void {
    for (const attempt of attempts) if (attempt.traceparent !== null) this.traceOne(attempt);
  }

  private traceOne({ requestId, imageId, outcome, times, traceparent }: ImageAttemptReport): void {
    const attempt = this.tracer.record(traceparent, {
      name: 'image',
      beganAt: times.beganAt,
      endedAt: times.steps.at(-1)?.endedAt ?? times.beganAt,
      attributes: {
        'darkroom.request_id': requestId,
        'darkroom.image_id': imageId,
        'darkroom.outcome': outcome.kind,
      },
      error: failureOf(outcome),
    });
    for (const { step, beganAt, endedAt } of times.steps) {
      this.tracer.record(attempt, { name: step, beganAt, endedAt });
    }
  }
}

const failureOf = (outcome: Outcome) => (outcome.kind === 'failed' ? outcome.failure.code : undefined);
