import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOOPBACK } from './free-port';
import { POSTGRES_USER } from './postgres-cluster';

/** Settings for a small machine, given at each start, so that an upgrade changes them for existing data too. */
const SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  synchronous_commit: 'on',
  // Short queries on many rows: compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** The stop signals. SIGINT: fast shutdown, everything on disk. SIGQUIT: at once, recovered at the next start. */
export const POSTGRES_STOP = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

export function postgresArguments(cluster: string, port: number): string[] {
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  return ['-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

export function postgresUrl(port: number, password: string): string {
  return `postgresql://${POSTGRES_USER}:${password}@${LOOPBACK}:${port}/postgres`;
}

/** Postgres writes its pid into the first and its state into the eighth line of this file; `pg_ctl` reads it too. */
export async function postgresIsReady(cluster: string, pid: number): Promise<boolean> {
  return saysReady(await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''), pid);
}

/** Whether this very process says that it is ready: a file left behind by a crash says so too. */
export function saysReady(postmasterPid: string, pid: number): boolean {
  const lines = postmasterPid.split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
