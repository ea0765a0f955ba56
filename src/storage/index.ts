export { imageOrigins } from './serve-mode';
export { NotStoredError, SIGNED_URL_SECONDS, Storage, StorageError } from './storage';
export type { ByteRange, Listed, ServedAs } from './storage';
export { StorageModule } from './storage.module';
export { StorageSettings } from './storage.settings';
