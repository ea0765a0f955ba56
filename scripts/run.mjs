import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

let output = process.stdout;

/** From here on, for a command whose standard output holds its results and nothing else. */
export function reportOnStandardError() {
  output = process.stderr;
}

export function say(message) {
  output.write(`darkroom: ${message}\n`);
}

/** Runs a command in the project's folder, its output passed through; ends with its exit code when it fails. */
export function run(command, args, env = {}) {
  const status = tryToRun(command, args, env);
  if (status === 0) return;
  say(`failed: ${command} ${args.join(' ')}`);
  process.exit(status);
}

/** @returns the exit code; 127 when there is no such command, 1 when a signal ended it. */
export function tryToRun(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: projectFolder,
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, ...env },
  });
  return error ? 127 : (status ?? 1);
}

/** Whether it can be run and ends well; its output is thrown away. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
