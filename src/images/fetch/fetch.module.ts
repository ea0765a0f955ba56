import { Module } from '@nestjs/common';
import { OutboundClient, OutboundModule } from '../../common/outbound';
import { loadSettings } from '../../common/settings';
import { ImageSettings } from '../image.settings';
import { BodyBudget } from './body-budget';
import { FetchSettings } from './fetch.settings';
import { HostSlots } from './host-slots';
import { ImageFetcher } from './image.fetcher';

/** The share of IMAGE_MEMORY_MB for bodies; the rest is for decoded pictures. */
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
      provide: HostSlots,
      useFactory: ({ DOWNLOADS_PER_HOST }: FetchSettings) =>
        new HostSlots(DOWNLOADS_PER_HOST, loadSettings(ImageSettings).DOWNLOAD_CONCURRENCY),
      inject: [FetchSettings],
    },
    {
      provide: ImageFetcher,
      useFactory: (client: OutboundClient, budget: BodyBudget, slots: HostSlots, settings: FetchSettings) =>
        new ImageFetcher(client, budget, slots, settings),
      inject: [OutboundClient, BodyBudget, HostSlots, FetchSettings],
    },
  ],
  exports: [BodyBudget, HostSlots, ImageFetcher, FetchSettings],
})
export class FetchModule {}
