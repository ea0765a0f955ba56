import { aptInstall, installProgram, onPath } from './package-manager.mjs';
import { say } from './run.mjs';

/** The same as in src/embedded/redis-binary.ts, which looks for it when the service starts. */
const PROGRAMS = ['redis-server', 'valkey-server'];

const COMMANDS = {
  'apt-get': aptInstall('redis-server'),
  apk: [['apk', 'add', 'redis']],
  dnf: [['dnf', 'install', '-y', 'valkey']],
  yum: [['yum', 'install', '-y', 'redis']],
  brew: [['brew', 'install', 'redis']],
};

/**
 * Nothing to do with REDIS_URL set, or with a Redis or Valkey on this machine; else installs one where that
 * needs no password, else says what to type and exits with 1. A package may also start a Redis service of the
 * system: Darkroom does not use it, it starts its own.
 */
export function installRedis() {
  const isInstalled = () => PROGRAMS.some(onPath);
  if (process.env.REDIS_URL || isInstalled()) return;
  const byHand = installProgram({ title: 'Redis', isInstalled, commands: COMMANDS });
  if (!byHand) return;
  say(`Redis is missing, and it cannot be installed without asking. Please ${byHand}`);
  say('(see https://redis.io/downloads), or set REDIS_URL to a Redis server of your own, and start again.');
  process.exit(1);
}
