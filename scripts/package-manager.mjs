import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { say, succeeds, tryToRun } from './run.mjs';

/** Also where a PATH does not name them. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/sbin', '/snap/bin'];

/** In the order of trying. Homebrew refuses root. */
const MANAGERS = ['apt-get', 'apk', 'dnf', 'yum', 'brew'];

/**
 * Installs a program of the system where that needs no password.
 * @param title as people call it
 * @param isInstalled tells whether it is there
 * @param commands what brings it, by package manager: lists of a command and its arguments
 * @returns nothing when it is there now, else what to do by hand, as the rest of a sentence
 */
export function installProgram({ title, isInstalled, commands }) {
  const manager = MANAGERS.find(name => commands[name] && onPath(name));
  if (!manager) return 'install it';

  const sudo = manager !== 'brew' && process.getuid() !== 0;
  const byHand = commands[manager].map(command => (sudo ? ['sudo', ...command] : command).join(' '));
  const toType = `type\n\n    ${byHand.join(' && ')}\n`;
  if (sudo && !succeeds('sudo', ['-n', 'true'])) return toType;

  say(`${title} is missing. Installing it: ${byHand.join(' && ')}`);
  for (const command of commands[manager]) {
    // A failing update may still leave a package list that is good enough: only the result counts.
    const [program, ...args] = sudo ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', ...command] : command;
    tryToRun(program, args, { DEBIAN_FRONTEND: 'noninteractive' });
  }
  return isInstalled() ? undefined : `${toType}\nand see why it fails`;
}

export function aptInstall(name) {
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', name],
  ];
}

export function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(':').filter(Boolean), ...USUAL_FOLDERS];
  return folders.some(folder => isExecutable(join(folder, program)));
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
