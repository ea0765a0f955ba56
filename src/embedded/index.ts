export { lockDataDir } from './data-dir-lock';
export { DataDirLockedError, EmbeddedError } from './embedded.error';
export { startEmbedded, type EmbeddedOptions, type EmbeddedServers } from './embedded-servers';
