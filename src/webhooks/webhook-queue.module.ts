import { BullAdapter } from '@bull-board/api/bullAdapter';
import { BullBoardModule } from '@bull-board/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { WEBHOOK_QUEUE, WEBHOOK_QUEUE_OPTIONS } from './webhook.jobs';
import { WebhookProducer } from './webhook.producer';

/** The queue that carries due deliveries to senders, and its entry on the board. */
@Module({
  imports: [
    BullModule.registerQueue({ name: WEBHOOK_QUEUE, ...WEBHOOK_QUEUE_OPTIONS }),
    BullBoardModule.forFeature({ name: WEBHOOK_QUEUE, adapter: BullAdapter }),
  ],
  providers: [WebhookProducer],
  exports: [BullModule, WebhookProducer],
})
export class WebhookQueueModule {}
