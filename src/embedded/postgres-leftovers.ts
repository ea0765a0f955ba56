import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { POSTGRES_STOP } from './postgres-server';
import { commandLineOf, processIdentity } from './process-identity';
import { stopProcess } from './process-record';

/**
 * Stops a server that runs on the cluster without being on record, and removes the lock file of one that was
 * killed. Postgres itself takes any process with that pid for its predecessor, and then refuses to start: a
 * stranger in a container that was started again (pids are small there), or one that is dead but never waited for.
 */
export async function clearPostmaster(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const identity = processIdentity(pid);
  if (identity !== undefined && servesCluster(commandLineOf(pid), cluster)) {
    await stopProcess(pid, identity, POSTGRES_STOP);
  }
  await rm(file, { force: true });
}

export function servesCluster(commandLine: string, cluster: string): boolean {
  return `${commandLine} `.includes(` -D ${cluster} `);
}
