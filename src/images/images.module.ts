import { BullAdapter } from '@bull-board/api/bullAdapter';
import { BullBoardModule } from '@bull-board/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { MetricsModule } from '../common/metrics';
import { loadSettings } from '../common/settings';
import { RequestsModule } from '../requests';
import { WebhooksModule } from '../webhooks';
import { Backlogs } from './backlog';
import { MeasureBacklog } from './backlog.metrics';
import { EngineSettings } from './engine/engine.settings';
import { HostPauses } from './host-pauses';
import { IMAGE_QUEUE, IMAGE_QUEUE_OPTIONS } from './image.jobs';
import { ImageProducer } from './image.producer';
import { ImageSettings } from './image.settings';
import { MeasureImages } from './images.metrics';
import { FollowerImages, Ledger } from './ledger';

/** Provides what every role needs of images: their ledger, their queue and its entry on the board. */
@Module({
  imports: [
    MetricsModule,
    RequestsModule,
    WebhooksModule,
    BullModule.registerQueue({ name: IMAGE_QUEUE, ...IMAGE_QUEUE_OPTIONS }),
    BullBoardModule.forFeature({ name: IMAGE_QUEUE, adapter: BullAdapter }),
  ],
  providers: [
    { provide: ImageSettings, useFactory: () => loadSettings(ImageSettings) },
    { provide: EngineSettings, useFactory: () => loadSettings(EngineSettings) },
    Ledger,
    FollowerImages,
    HostPauses,
    ImageProducer,
    MeasureImages,
    Backlogs,
    MeasureBacklog,
  ],
  exports: [BullModule, ImageSettings, EngineSettings, Ledger, FollowerImages, HostPauses, ImageProducer],
})
export class ImagesModule {}
