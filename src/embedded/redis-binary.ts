import { join } from 'node:path';
import { EmbeddedError } from './embedded.error';
import { versionOf, type RunAs } from './run-as';

const PROGRAMS = ['redis-server', 'valkey-server'];
/** Folders to search after the PATH, which a service or an editor may have cut short. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/sbin', '/snap/bin'];

/** The first Redis or Valkey that the given user can run. @throws EmbeddedError saying how to get one. */
export async function findRedis(runAs: RunAs | undefined, path: string): Promise<string> {
  for (const candidate of redisCandidates(path)) {
    if (await versionOf(candidate, runAs)) return candidate;
  }
  throw new EmbeddedError(
    `Redis is missing: ${installCommand(process.platform)}, or set REDIS_URL to a server of your own`,
  );
}

export function redisCandidates(path: string): string[] {
  const folders = new Set([...path.split(':').filter(folder => folder.startsWith('/')), ...USUAL_FOLDERS]);
  return [...folders].flatMap(folder => PROGRAMS.map(program => join(folder, program)));
}

function installCommand(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? 'brew install redis' : 'run "npm run setup", or install redis-server';
}
