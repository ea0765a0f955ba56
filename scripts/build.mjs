import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, run, say } from './run.mjs';

const SOURCES = ['src', 'web', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
/** Written after a build that went well: a failed one leaves files too. */
const STAMP = join(projectFolder, 'dist', '.built');

/** Builds when anything is newer than the last good build. */
export function build() {
  oneAtATime(isStale, () => {
    say('Building …');
    run('npm', ['run', '--silent', 'build']);
    writeFileSync(STAMP, '');
  });
}

function isStale() {
  const builtAt = changedAt(STAMP);
  return !SOURCES.every(source => newestIn(join(projectFolder, source)) < builtAt);
}

/** A folder counts itself, so that a deleted file shows. */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newestIn(join(path, name))));
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
