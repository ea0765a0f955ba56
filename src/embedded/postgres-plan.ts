import { dirname, join } from 'node:path';
import { EmbeddedError } from './embedded.error';
import { keptPassword } from './password';
import { findPostgres } from './postgres-binaries';
import { ownerOf, postgresCluster } from './postgres-cluster';
import { clearPostmaster } from './postgres-leftovers';
import { POSTGRES_STOP, postgresArguments, postgresIsReady, postgresUrl } from './postgres-server';
import type { RunAs } from './run-as';
import type { ServerPlan } from './supervised-server';

/** The folder where root keeps what the server's user needs, when it cannot reach the project or the data directory. */
export const ROOT_STAGE = '/var/lib/darkroom';

/** Prepares the start: the programs, the password, the cluster. */
export async function planPostgres(
  home: string,
  user: RunAs | undefined,
): Promise<ServerPlan & { url(port: number): string }> {
  const owner = user && (await ownerOf(join(home, 'postgres')));
  if (owner?.uid === 0) throw rootOwned(join(home, 'postgres'), user!);
  const runAs = owner ?? user;
  const stage = runAs ? ROOT_STAGE : home;
  const [binaries, password] = await Promise.all([
    findPostgres(runAs, stage),
    keptPassword(join(home, 'postgres.password')),
  ]);
  const cluster = await postgresCluster({ home, stage, binaries, runAs, password });
  return {
    title: 'PostgreSQL',
    elsewhere: cluster.startsWith(`${stage}/`) && stage !== home ? dirname(cluster) : undefined,
    command: port => ({
      name: 'postgres',
      home,
      program: binaries.postgres,
      args: postgresArguments(cluster, port),
      cwd: cluster,
      runAs,
      stopSignals: POSTGRES_STOP,
      beforeStart: () => clearPostmaster(cluster),
    }),
    isReady: (_port, pid) => postgresIsReady(cluster, pid),
    url: port => postgresUrl(port, password),
  };
}

function rootOwned(cluster: string, { uid, gid }: RunAs): EmbeddedError {
  return new EmbeddedError(
    `${cluster} belongs to root, whom PostgreSQL does not run as: it was probably copied without its owner; ` +
      `"chown -R ${uid}:${gid} ${cluster}/" gives it back`,
  );
}
