import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { loadSettings } from '../common/settings';
import { LocalStorage } from './local.storage';
import { Storage } from './storage';
import { StorageSettings } from './storage.settings';

/** Loads the S3 client only where it is used: it takes memory and time. */
function chosenStorage(settings: StorageSettings): Storage {
  if (settings.STORAGE === 'local') return new LocalStorage(join(settings.DATA_DIR, 'files'));
  // `import()` is resolved as in ES modules, by file names that the sources do not have.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { openS3Storage } = require('./s3/s3.storage') as typeof import('./s3/s3.storage');
  return openS3Storage(settings);
}

@Global()
@Module({
  providers: [
    { provide: StorageSettings, useFactory: () => loadSettings(StorageSettings) },
    { provide: Storage, inject: [StorageSettings], useFactory: chosenStorage },
  ],
  exports: [Storage, StorageSettings],
})
export class StorageModule {}
