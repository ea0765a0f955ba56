export { NotStoredError, Storage } from './storage';
export type { ByteRange } from './storage';
export { StorageModule } from './storage.module';
export { StorageSettings } from './storage.settings';
