import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { loadSettings } from '../settings';
import { OutboundClient } from './outbound.client';
import { OutboundSettings } from './outbound.settings';
import { OwnListeners } from './own-listeners';

/**
 * Provides the outbound client, and the listeners that it never connects to. Code that opens a listener adds it to
 * `OwnListeners`; code that needs something from outside uses the client.
 */
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

  /** The client is closed last of all: until then work under way may still need it. */
  onApplicationShutdown(): void {
    this.client.close();
  }
}
