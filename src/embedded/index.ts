export { lockDataDir } from './data-dir-lock';
export { removeDataDir } from './remove-data-dir';
export { DataDirLockedError, EmbeddedError } from './embedded.error';
export { startEmbedded, type EmbeddedServers } from './embedded-servers';
