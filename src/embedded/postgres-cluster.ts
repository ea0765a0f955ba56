import { execFile } from 'node:child_process';
import {
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { claimLinkedCluster } from './cluster-link';
import { EmbeddedError } from './embedded.error';
import type { PostgresBinaries } from './postgres-binaries';
import { safeEnvironment } from './process-identity';
import { canEnter, type RunAs } from './run-as';

export const POSTGRES_USER = 'darkroom';

interface ClusterWanted {
  home: string;
  stage: string;
  binaries: PostgresBinaries;
  runAs: RunAs | undefined;
  password: string;
}

/**
 * The folder of the database cluster: `<home>/postgres`, made at the first call.
 *
 * Where the server's user cannot get there (root's own home is closed to others) it lies in `stage` instead,
 * and `<home>/postgres` is a link to it. The place has a random name, not one made from the path: deleting
 * the data directory starts afresh without the old rows, and moving it takes them along; a copy of it is refused.
 */
export async function postgresCluster(wanted: ClusterWanted): Promise<string> {
  const cluster = join(wanted.home, 'postgres');
  if (!(await isThere(cluster))) await createCluster(cluster, wanted);
  await claimLinkedCluster(cluster, wanted.stage);
  await assertSameMajor(cluster, wanted.binaries.major);
  return realpath(cluster);
}

/** The owner of an existing cluster: Postgres serves it only as that user. */
export async function ownerOf(cluster: string): Promise<RunAs | undefined> {
  return stat(cluster).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  );
}

/** Whether there is a folder or a link, also one that leads nowhere. */
async function isThere(cluster: string): Promise<boolean> {
  return lstat(cluster).then(
    () => true,
    () => false,
  );
}

/** Makes the cluster aside and renames it into place, so that a crash leaves nothing that looks like a cluster. */
async function createCluster(cluster: string, wanted: ClusterWanted): Promise<void> {
  const { home, stage, runAs } = wanted;
  const place = (await canEnter(home, runAs)) ? home : stage;
  await mkdir(place, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(join(place, 'postgres-'));
  const passwordFile = join(draft, 'password');
  await writeFile(passwordFile, wanted.password, { mode: 0o600 });
  if (runAs) for (const path of [draft, passwordFile]) await chown(path, runAs.uid, runAs.gid);
  await initdb(wanted.binaries.initdb, join(draft, 'cluster'), passwordFile, runAs);
  await rm(passwordFile);

  if (place === home) {
    await rename(join(draft, 'cluster'), cluster);
    await rm(draft, { recursive: true });
  } else {
    await symlink(join(draft, 'cluster'), cluster);
  }
}

async function initdb(
  program: string,
  cluster: string,
  passwordFile: string,
  runAs: RunAs | undefined,
): Promise<void> {
  const args = ['-D', cluster, '-U', POSTGRES_USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await promisify(execFile)(program, [...args, '-E', 'UTF8', '--no-locale'], {
      ...runAs,
      cwd: '/',
      env: { ...safeEnvironment, TZ: 'UTC' }, // Without TZ it tries hundreds of time zone files.
    });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new EmbeddedError(`${basename(program)} failed: ${said}`, { cause: error });
  }
}

async function assertSameMajor(cluster: string, major: string): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (made === major) return;
  throw new EmbeddedError(
    `${cluster} was made by PostgreSQL ${made}, and this Darkroom comes with PostgreSQL ${major}, which cannot ` +
      `read it: dump it with version ${made} and restore it, start with another DATA_DIR, or set DATABASE_URL`,
  );
}
