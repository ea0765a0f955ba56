import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { loadSettings } from '../common/settings';
import { LocalStorage } from './local.storage';
import { Storage } from './storage';
import { StorageSettings } from './storage.settings';

@Global()
@Module({
  providers: [
    { provide: StorageSettings, useFactory: () => loadSettings(StorageSettings) },
    {
      provide: Storage,
      inject: [StorageSettings],
      useFactory: (settings: StorageSettings) => new LocalStorage(join(settings.DATA_DIR, 'files')),
    },
  ],
  exports: [Storage, StorageSettings],
})
export class StorageModule {}
