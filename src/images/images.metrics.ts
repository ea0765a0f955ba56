import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Metrics } from '../common/metrics';
import { IMAGE_FAILURES } from './image-failure';
import { IMAGE_OUTCOMES } from './image.entity';
import { ImagesMovedEvent } from './ledger';
import { ImagesAttemptedEvent } from './outcomes';

const WAIT_SECONDS = [0.1, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];
const STEP_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

/** Counts how images end and how long it takes, from what was committed, many at a time. */
@Injectable()
export class MeasureImages {
  private readonly images;
  private readonly attempts;
  private readonly input;
  private readonly output;
  private readonly pauses;
  private readonly wait;
  private readonly steps;

  constructor(metrics: Metrics) {
    this.images = metrics.counter({
      name: 'images_total',
      help: 'Images that came to an end: compressed, kept_original, failed (code says why) or cancelled',
      labelNames: ['outcome', 'code'],
    });
    this.attempts = metrics.counter({
      name: 'image_attempts_total',
      help: 'Attempts at images: completed, failed for good, deferred, or handed_over to an image service',
      labelNames: ['result'],
    });
    this.input = metrics.counter({
      name: 'image_input_bytes_total',
      help: 'Bytes of originals that were downloaded and became a result',
    });
    this.output = metrics.counter({ name: 'image_output_bytes_total', help: 'Bytes of stored results' });
    this.pauses = metrics.counter({
      name: 'host_pauses_total',
      help: 'Times that a host asked to slow down',
    });
    this.wait = metrics.histogram({
      name: 'image_wait_seconds',
      help: 'From the upload, the retry or the end of a back-off until a worker took the image up',
      buckets: WAIT_SECONDS,
    });
    this.steps = metrics.histogram({
      name: 'image_step_seconds',
      help: 'Time of a step of an attempt, failed ones included; gate is the wait for a turn to compress',
      labelNames: ['step'],
      buckets: STEP_SECONDS,
    });
    this.beginAtZero();
  }

  @OnEvent(ImagesMovedEvent.NAME)
  count({ moves }: ImagesMovedEvent): void {
    for (const { to, outcome, failure } of moves) {
      if (to === 'completed') this.images.inc({ outcome, code: '' });
      else if (to === 'failed') this.images.inc({ outcome: to, code: failure });
      else if (to === 'cancelled') this.images.inc({ outcome: to, code: '' });
    }
  }

  @OnEvent(ImagesAttemptedEvent.NAME)
  measure({ attempts }: ImagesAttemptedEvent): void {
    for (const { outcome, times } of attempts) {
      this.attempts.inc({ result: outcome.kind });
      if (times.waitedMs !== null) this.wait.observe(times.waitedMs / 1_000);
      for (const { step, beganAt, endedAt } of times.steps) {
        this.steps.observe({ step }, (endedAt - beganAt) / 1_000);
      }
      if (outcome.kind === 'completed') {
        this.input.inc(outcome.stored.bytesIn ?? 0);
        this.output.inc(outcome.stored.bytesOut);
      }
      if (outcome.kind === 'deferred' && outcome.pausesHost !== null) this.pauses.inc();
    }
  }

  /** A series that first appears with its first failure shows no increase: an alert would miss it. */
  private beginAtZero(): void {
    for (const outcome of [...IMAGE_OUTCOMES, 'cancelled']) this.images.inc({ outcome, code: '' }, 0);
    for (const code of Object.keys(IMAGE_FAILURES)) this.images.inc({ outcome: 'failed', code }, 0);
    for (const result of ['completed', 'failed', 'deferred', 'handed_over']) this.attempts.inc({ result }, 0);
  }
}
