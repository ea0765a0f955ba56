import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from './run.mjs';

/** A Ctrl-C comes from the terminal to every process, and again from npm, which passes it on to its script. */
const SAME_SIGNAL_MS = 300;

/**
 * glibc keeps freed memory in an arena for each thread: two of them instead of one a thread save a third of what
 * the service holds after a run. Only the environment of a new process can say so.
 */
const MEMORY = { MALLOC_ARENA_MAX: '2' };

/** Starts the built service. */
export function startService(env = {}, stdio = 'inherit') {
  return startBuilt('main.js', [], { env, stdio });
}

/** Starts a program of the build in a process group of its own: signals reach it from here only. */
export function startBuilt(file, args, { env = {}, stdio = 'inherit' } = {}) {
  return spawn(process.execPath, [join(projectFolder, 'dist', file), ...args], {
    detached: true,
    stdio,
    env: { ...MEMORY, ...process.env, ...env },
  });
}

/** Passes each signal on exactly once: a second one would cut the clean stop of the service short. */
export function passSignalsTo(currentService) {
  const passedOn = {};
  for (const [received, sent] of Object.entries({
    SIGINT: 'SIGINT',
    SIGTERM: 'SIGTERM',
    SIGHUP: 'SIGTERM',
  })) {
    process.on(received, () => {
      const now = Date.now();
      if (now - (passedOn[received] ?? 0) > SAME_SIGNAL_MS) currentService()?.kill(sent);
      passedOn[received] = now;
    });
  }
}

/** The exit code that stands for how the service ended. */
export function exitCodeOf(code, signal) {
  return signal ? 1 : (code ?? 1);
}
