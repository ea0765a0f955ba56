import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { say, succeeds, tryToRun } from './run.mjs';

const PROGRAMS = ['redis-server', 'valkey-server'];
/** The same as in src/embedded/redis-binary.ts, which looks for it when the service starts. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/sbin', '/snap/bin'];

/** In the order of trying; each names the commands that bring Redis, and whether they must be run by root. */
const PACKAGE_MANAGERS = [
  {
    program: 'apt-get',
    asRoot: true,
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'],
    ],
  },
  { program: 'apk', asRoot: true, commands: [['apk', 'add', 'redis']] },
  { program: 'dnf', asRoot: true, commands: [['dnf', 'install', '-y', 'valkey']] },
  { program: 'yum', asRoot: true, commands: [['yum', 'install', '-y', 'redis']] },
  { program: 'brew', asRoot: false, commands: [['brew', 'install', 'redis']] },
];

/**
 * Nothing to do with REDIS_URL set, or with a Redis or Valkey on this machine; else installs one where that
 * needs no password, else says what to type and exits with 1. A package may also start a Redis service of the
 * system: Darkroom does not use it, it starts its own.
 */
export function installRedis() {
  if (process.env.REDIS_URL || isInstalled()) return;
  const manager = PACKAGE_MANAGERS.find(({ program }) => onPath(program));
  if (!manager)
    return giveUp('install Redis (https://redis.io/downloads), so that redis-server is on the PATH');

  const sudo = manager.asRoot && process.getuid() !== 0;
  const byHand = manager.commands
    .map(command => (sudo ? ['sudo', ...command] : command).join(' '))
    .join(' && ');
  if (sudo && !succeeds('sudo', ['-n', 'true'])) return giveUp(`type\n\n    ${byHand}\n`);

  say(`Redis is missing. Installing it: ${byHand}`);
  for (const command of manager.commands) {
    // A failing update may still leave a package list that is good enough: only the result counts.
    const [program, ...args] = sudo ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', ...command] : command;
    tryToRun(program, args, { DEBIAN_FRONTEND: 'noninteractive' });
  }
  if (!isInstalled()) giveUp(`type\n\n    ${byHand}\n\nand see why it fails`);
}

function isInstalled() {
  return PROGRAMS.some(onPath);
}

function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(':').filter(Boolean), ...USUAL_FOLDERS];
  return folders.some(folder => isExecutable(join(folder, program)));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function giveUp(whatToDo) {
  say(`Redis is missing, and it cannot be installed without asking. Please ${whatToDo}`);
  say('or set REDIS_URL to a Redis server of your own, and start again.');
  process.exit(1);
}
