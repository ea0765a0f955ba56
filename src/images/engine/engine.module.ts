import { Inject, Module, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { OutboundClient, OutboundModule, OutboundSettings, OwnListeners } from '../../common/outbound';
import { RequestsModule, RequestSettings } from '../../requests';
import { Compressor, CompressorModule } from '../compressor';
import { BodyBudget, FetchModule, FetchSettings, HostSlots, ImageFetcher } from '../fetch';
import { ImagesModule } from '../images.module';
import { EngineClient } from './engine.client';
import { EngineSettings } from './engine.settings';
import { HandOver } from './hand-over';
import { ImageEngine } from './image-engine';
import { LocalEngine } from './local-engine';
import { RemoteEngine } from './remote-engine';
import { ResultStore } from './result-store';

/** Provides the configured engine as the one `ImageEngine`. */
@Module({
  imports: [ImagesModule, RequestsModule, OutboundModule, FetchModule, CompressorModule],
  providers: [
    ResultStore,
    LocalEngine,
    {
      provide: EngineClient,
      inject: [EngineSettings, OutboundSettings, OwnListeners],
      useFactory: (engine: EngineSettings, outbound: OutboundSettings, own: OwnListeners) =>
        engine.IMAGE_ENGINE === 'remote' ? new EngineClient(engine, outbound, own) : null,
    },
    {
      provide: ImageEngine,
      inject: [
        LocalEngine,
        EngineSettings,
        { token: EngineClient, optional: true },
        OutboundClient,
        RequestSettings,
        BodyBudget,
        HostSlots,
        FetchSettings,
        Compressor,
        ResultStore,
      ],
      useFactory: (
        local: LocalEngine,
        engine: EngineSettings,
        client: EngineClient | null,
        inputs: OutboundClient,
        requests: RequestSettings,
        budget: BodyBudget,
        slots: HostSlots,
        fetch: FetchSettings,
        compressor: Compressor,
        results: ResultStore,
      ): ImageEngine => {
        if (!client) return local;
        const handOver = new HandOver(inputs, client, engine, requests);
        const fetcher = new ImageFetcher(client, budget, slots, fetch);
        return new RemoteEngine(engine, handOver, fetcher, compressor, results);
      },
    },
  ],
  exports: [ImageEngine],
})
export class EngineModule implements OnApplicationShutdown {
  constructor(@Optional() @Inject(EngineClient) private readonly client: EngineClient | null) {}

  onApplicationShutdown(): void {
    this.client?.close();
  }
}
