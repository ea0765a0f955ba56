import { Module } from '@nestjs/common';
import { OutboundModule } from '../common/outbound';
import { loadSettings } from '../common/settings';
import { RequestsModule } from '../requests';
import { DeliveryOutbox, OldDeliveries } from './outbox';
import { MasterSecret, SigningSecrets } from './secrets';
import { WebhookUrls } from './webhook-urls';
import { WebhookSettings } from './webhooks.settings';

/** Provides what every role needs: recording deliveries, the secrets, and the check of a receiver's URL. */
@Module({
  imports: [OutboundModule, RequestsModule],
  providers: [
    { provide: WebhookSettings, useFactory: () => loadSettings(WebhookSettings) },
    DeliveryOutbox,
    OldDeliveries,
    MasterSecret,
    SigningSecrets,
    WebhookUrls,
  ],
  exports: [WebhookSettings, DeliveryOutbox, OldDeliveries, SigningSecrets, WebhookUrls],
})
export class WebhooksModule {}
