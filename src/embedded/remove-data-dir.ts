import { realpath, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { linkRecord } from './cluster-link';

/** Removes a data directory whose servers have stopped, with a cluster that lies elsewhere (see `postgresCluster`). */
export async function removeDataDir(dataDir: string): Promise<void> {
  const folder = await realpath(dataDir);
  const cluster = await realpath(join(folder, 'embedded', 'postgres')).catch(() => null);
  if (cluster && dirname(cluster) !== join(folder, 'embedded')) {
    await rm(dirname(cluster), { recursive: true, force: true });
    await rm(linkRecord(cluster), { force: true });
  }
  await rm(resolve(dataDir), { recursive: true, force: true });
}
