export { lockDataDir } from './data-dir-lock';
export { removeDataDir } from './remove-data-dir';
export { startEmbedded, type EmbeddedServers } from './embedded-servers';
