import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installRedis } from './install-redis.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, run, say } from './run.mjs';

/** Installs what is missing and says so; takes milliseconds when nothing is. Exits with 1 when it cannot. */
export function install({ redis = true } = {}) {
  requireNode();
  installPackages();
  if (redis) installRedis();
}

function requireNode() {
  const wanted = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).engines.node;
  const least = wanted.replace('>=', '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return;
  say(
    `Darkroom needs Node ${wanted}, and this is ${process.version}. Install a newer one from https://nodejs.org`,
  );
  process.exit(1);
}

function installPackages() {
  const isNeeded = () => !packagesAreCurrent();
  oneAtATime(isNeeded, () => {
    say('Installing the npm packages …');
    // No package needs its install script: what they would build or fetch comes as a package of its own.
    run('npm', ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']);
  });
}

/** Compares what npm noted in node_modules with the lock file: by content, since a checkout changes times. */
function packagesAreCurrent() {
  const wanted = packagesIn(join(projectFolder, 'package-lock.json'));
  const installed = packagesIn(join(projectFolder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    const found = installed[path];
    // The project itself, and what is for another platform, is not noted there.
    return path === '' || (found ? found.version === version : optional || devOptional || peer);
  });
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return {};
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  install();
  say('Everything that Darkroom needs is installed.');
}
