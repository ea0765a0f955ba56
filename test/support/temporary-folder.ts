import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseClaimName, claimName } from '../../src/embedded/data-dir-lock';
import { processIdentity } from '../../src/embedded/process-identity';
import { stopRecorded } from '../../src/embedded/process-record';

const PREFIX = 'darkroom-test-';

/** A folder for one test's files. Its name says whose it is, so that a later run can tell that it was abandoned. */
export async function temporaryFolder(): Promise<string> {
  const owner = claimName(process.pid, processIdentity(process.pid) ?? 'unknown');
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${owner}.`));
  await chmod(folder, 0o755); // As root, the servers run as another user, who must get in.
  return folder;
}

/** Ends the servers that still run in such a folder, and removes it. */
export async function removeTemporaryFolder(folder: string): Promise<void> {
  if (!basename(folder).startsWith(PREFIX)) throw new Error(`${folder} is no temporary folder of a test`);
  for (const file of await readdir(folder, { recursive: true })) {
    const isServer = ['postgres.pid', 'redis.pid'].includes(basename(file));
    if (isServer) await stopRecorded(join(folder, file), ['SIGQUIT', 'SIGKILL']);
  }
  await rm(folder, { recursive: true, force: true });
}

/** Clears away what test runs left that were killed before they could do it themselves. */
export async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(PREFIX) && parseClaimName(name.slice(PREFIX.length).replace(/\.\w+$/, ''));
    if (!owner || processIdentity(owner.pid) === owner.identity) continue;
    await removeTemporaryFolder(join(tmpdir(), name));
  }
}
