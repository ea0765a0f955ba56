import { startEmbedded } from '../../src/embedded';
import { SHARED_DATABASE_URL } from './servers';
import { removeAbandonedFolders, removeTemporaryFolder, temporaryFolder } from './temporary-folder';

declare global {
  // Jest runs setup and teardown in one process, and offers no other way to hand something over.
  var stopTestServers: (() => Promise<void>) | undefined;
}

/** Before the first test file: one Postgres for the whole run. Jest wants a default export. */
// eslint-disable-next-line import-x/no-default-export
export default async function startServers(): Promise<void> {
  await removeAbandonedFolders();
  const dataDir = await temporaryFolder();
  const servers = await startEmbedded({ dataDir, postgres: true, redis: false, log: () => undefined });
  process.env[SHARED_DATABASE_URL] = servers.databaseUrl;
  globalThis.stopTestServers = async () => {
    await servers.stop();
    await removeTemporaryFolder(dataDir);
  };
}
