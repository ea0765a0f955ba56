import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests';
import { Deliveries } from './http/deliveries';
import { DeliveriesController } from './http/deliveries.controller';
import { NotificationController } from './http/notification.controller';
import { Redelivery } from './http/redelivery';
import { Subscriptions } from './http/subscriptions';
import { SubscriptionsController } from './http/subscriptions.controller';
import { WebhookQueueModule } from './webhook-queue.module';
import { WebhooksModule } from './webhooks.module';

/** Provides the calls for clients and operators, only in processes that serve. */
@Module({
  imports: [WebhooksModule, WebhookQueueModule, RequestsModule],
  controllers: [NotificationController, DeliveriesController, SubscriptionsController],
  providers: [Deliveries, Subscriptions, Redelivery],
})
export class WebhooksHttpModule {}
