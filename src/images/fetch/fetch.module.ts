import { Module } from '@nestjs/common';
import { OutboundClient, OutboundModule } from '../../common/outbound';
import { loadSettings } from '../../common/settings';
import { ImageSettings } from '../image.settings';
import { BodyBudget } from './body-budget';
import { FetchSettings } from './fetch.settings';
import { ImageFetcher } from './image.fetcher';

/** Of IMAGE_MEMORY_MB; the rest is for decoded pictures. */
const BODIES_SHARE = 0.5;

@Module({
  imports: [OutboundModule],
  providers: [
    { provide: FetchSettings, useFactory: () => loadSettings(FetchSettings) },
    {
      provide: BodyBudget,
      useFactory: () =>
        new BodyBudget(loadSettings(ImageSettings).IMAGE_MEMORY_MB * 1024 ** 2 * BODIES_SHARE),
    },
    {
      provide: ImageFetcher,
      useFactory: (client: OutboundClient, budget: BodyBudget, settings: FetchSettings) =>
        new ImageFetcher(client, budget, settings),
      inject: [OutboundClient, BodyBudget, FetchSettings],
    },
  ],
  exports: [BodyBudget, ImageFetcher, FetchSettings],
})
export class FetchModule {}
