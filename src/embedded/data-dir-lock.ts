import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataDirLockedError } from './embedded.error';
import { processIdentity } from './process-identity';

const TRIES = 4;

/**
 * Claims the data directory (made when missing) for this process; resolves to what gives it back.
 *
 * A claim is an empty file named after the process and its start. Everybody writes their own first and then
 * looks for others, so two can never both succeed; a claim whose process is gone is removed by whoever finds
 * it, which is safe because nobody else ever writes that name. Nothing depends on a clean exit.
 * @throws DataDirLockedError naming the process that holds it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const claims = join(dataDir, 'lock');
  await mkdir(claims, { recursive: true });
  const mine = claimName(process.pid, processIdentity(process.pid) ?? 'unknown');
  if ((await readdir(claims)).includes(mine)) throw new DataDirLockedError(dataDir, process.pid);

  for (let attempt = 1; ; attempt++) {
    await writeFile(join(claims, mine), '');
    const holder = await otherHolder(claims, mine);
    if (holder === undefined) return () => rm(join(claims, mine), { force: true });
    await rm(join(claims, mine), { force: true });
    if (attempt === TRIES) throw new DataDirLockedError(await realpath(dataDir), holder);
    // Two that start at the same moment both step back; unequal waits let one of them through.
    await delay(10 + Math.random() * 50);
  }
}

async function otherHolder(claims: string, mine: string): Promise<number | undefined> {
  for (const name of await readdir(claims)) {
    const claim = parseClaimName(name);
    if (!claim || name === mine) continue;
    if (processIdentity(claim.pid) === claim.identity) return claim.pid;
    await rm(join(claims, name), { force: true });
  }
  return undefined;
}

export function claimName(pid: number, identity: string): string {
  return `${pid}.${identity}`;
}

export function parseClaimName(name: string): { pid: number; identity: string } | undefined {
  const [, pid, identity] = /^(\d+)\.([\w-]+)$/.exec(name) ?? [];
  return pid && identity ? { pid: Number(pid), identity } : undefined;
}
