export { lockDataDir } from './data-dir-lock';
export { DataDirLockedError } from './embedded.error';
export { removeDataDir } from './remove-data-dir';
export { startEmbedded, type EmbeddedServers } from './embedded-servers';
