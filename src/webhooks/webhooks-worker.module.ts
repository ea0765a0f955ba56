import { Module } from '@nestjs/common';
import { MetricsModule } from '../common/metrics';
import { OutboundModule } from '../common/outbound';
import { ShutdownModule } from '../common/shutdown';
import { TracingModule } from '../common/tracing';
import { RequestsModule } from '../requests';
import { Attempts, AttemptWriter, DeliverySender, Pickup, WebhookProcessor } from './attempts';
import {
  CancelSweep,
  ClaimDeliveries,
  DeliverWebhooksWhenRequestFinished,
  Dispatcher,
  ReceiverWindows,
  StoppedSubscriptions,
} from './dispatch';
import { WebhookQueueModule } from './webhook-queue.module';
import { MeasureWebhooks } from './webhooks.metrics';
import { WebhooksModule } from './webhooks.module';
import { TraceWebhooks } from './webhooks.tracing';

/** Sends deliveries, only in processes that work. */
@Module({
  imports: [
    ShutdownModule,
    MetricsModule,
    TracingModule,
    WebhooksModule,
    WebhookQueueModule,
    OutboundModule,
    RequestsModule,
  ],
  providers: [
    { provide: ReceiverWindows, useFactory: () => new ReceiverWindows() },
    ClaimDeliveries,
    Dispatcher,
    DeliverWebhooksWhenRequestFinished,
    StoppedSubscriptions,
    CancelSweep,
    Pickup,
    DeliverySender,
    AttemptWriter,
    Attempts,
    WebhookProcessor,
    MeasureWebhooks,
    TraceWebhooks,
  ],
})
export class WebhooksWorkerModule {}
