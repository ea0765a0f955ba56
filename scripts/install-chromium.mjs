import { readFileSync } from 'node:fs';
import { aptInstall, installProgram, isExecutable } from './package-manager.mjs';
import { say } from './run.mjs';

/** Where it may lie; `test/support/chromium.ts` starts it from there. */
const PLACES = JSON.parse(
  readFileSync(new URL('../test/support/chromium-places.json', import.meta.url), 'utf8'),
);

const COMMANDS = {
  'apt-get': aptInstall('chromium'),
  apk: [['apk', 'add', 'chromium']],
  dnf: [['dnf', 'install', '-y', 'chromium']],
  brew: [['brew', 'install', '--cask', 'chromium']],
};

/**
 * For the tests of the page only. Nothing to do with CHROMIUM set, or with a Chromium or Chrome on this machine; else
 * installs one where that needs no password, else says what to type and exits with 1.
 */
export function installChromium() {
  const isInstalled = () => PLACES.some(isExecutable);
  if (process.env.CHROMIUM || isInstalled()) return;
  const byHand = installProgram({ title: 'Chromium', isInstalled, commands: COMMANDS });
  if (!byHand) return;
  say(`Chromium is missing, and it cannot be installed without asking. Please ${byHand}`);
  say('or set CHROMIUM to the path of a Chromium or Chrome, and start again.');
  process.exit(1);
}
