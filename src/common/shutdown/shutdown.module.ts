import { Module } from '@nestjs/common';
import { loadSettings } from '../settings';
import { ShutdownGrace } from './shutdown-grace';
import { ShutdownSettings } from './shutdown.settings';

@Module({
  providers: [
    { provide: ShutdownGrace, useFactory: () => new ShutdownGrace(loadSettings(ShutdownSettings)) },
  ],
  exports: [ShutdownGrace],
})
export class ShutdownModule {}
