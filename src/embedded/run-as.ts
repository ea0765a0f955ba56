import { execFile, type ExecFileOptions } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedError } from './embedded.error';
import { safeEnvironment } from './process-identity';

const run = promisify(execFile);

/** The user that a server runs as, where that is not our own user. */
export interface RunAs {
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root, and Redis need not: as root, both run as `postgres` where that user exists,
 * else as `nobody`. A user without an entry in the user database will not do: initdb looks its name up.
 */
export async function unprivilegedUser(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const ids = await idsOf(name);
    if (ids && ids.uid !== 0) return ids;
  }
  throw new EmbeddedError(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as: ' +
      'start Darkroom as an ordinary user, or set DATABASE_URL to a server of your own',
  );
}

async function idsOf(user: string): Promise<RunAs | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async flag => Number((await run('id', [flag, user])).stdout)),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

/** Runs a server program for its version line; undefined when that user cannot run it. */
export async function versionOf(program: string, runAs: RunAs | undefined): Promise<string | undefined> {
  try {
    return (await run(program, ['--version'], options(runAs))).stdout.trim();
  } catch {
    return undefined;
  }
}

/** Whether that user can enter the folder, found out by trying, since rights on every parent folder count. */
export async function canEnter(folder: string, runAs: RunAs | undefined): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], options(runAs));
    return true;
  } catch {
    return false;
  }
}

/** Options with a working folder that is open to everybody: our own may be closed to that user. */
function options(runAs: RunAs | undefined): ExecFileOptions & { encoding: 'utf8' } {
  return { ...runAs, cwd: '/', env: safeEnvironment, encoding: 'utf8' };
}
