import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { loadSettings } from '../settings';
import { OutboundClient } from './outbound.client';
import { OutboundSettings } from './outbound.settings';
import { OwnListeners } from './own-listeners';

/** Whoever opens a listener adds it to `OwnListeners`; whoever asks the outside for something uses the client. */
@Module({
  providers: [
    { provide: OwnListeners, useFactory: () => new OwnListeners() },
    { provide: OutboundSettings, useFactory: () => loadSettings(OutboundSettings) },
    {
      provide: OutboundClient,
      useFactory: (settings: OutboundSettings, own: OwnListeners) => new OutboundClient(settings, own),
      inject: [OutboundSettings, OwnListeners],
    },
  ],
  exports: [OutboundClient, OwnListeners, OutboundSettings],
})
export class OutboundModule implements OnApplicationShutdown {
  constructor(private readonly client: OutboundClient) {}

  /** Last of all: until then work under way may still need it. */
  onApplicationShutdown(): void {
    this.client.close();
  }
}
