import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells one process from a later one that got the same pid: when it started, as a short word that is safe in
 * a file name. Undefined when no such process runs; one that has exited but was not waited for (which a
 * container without an init keeps for ever) does not run. Synchronous, so that a process just started can be
 * written down before anything else happens.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
  } catch {
    return undefined; // No such process.
  }
}

function identityFromProc(pid: number): string | undefined {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'), bootId);
}

/** Joins boot id and start: the start is counted in ticks since boot, so it is unique only together with that id. */
export function parseProcStat(stat: string, bootId: string): string | undefined {
  // The second field is the program's name in brackets, which may hold spaces and brackets itself.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : `${bootId.slice(0, 8)}-${rest[18]}`;
}

function identityFromPs(pid: number): string | undefined {
  const env = { ...safeEnvironment, TZ: 'UTC' };
  return parsePs(execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env, encoding: 'utf8' }));
}

/** `Ss   Thu Nov 20 09:31:00 2025` */
export function parsePs(output: string): string | undefined {
  const [, state, started] = /^\s*(\S+)\s+(.+?)\s*$/.exec(output) ?? [];
  return !state || !started || state.startsWith('Z') ? undefined : String(Date.parse(`${started} UTC`));
}

/** The arguments that a process was started with, which everybody may read; empty when it does not run. */
export function commandLineOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { env: safeEnvironment, encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The environment for programs whose output is parsed: English, and none of the settings or secrets. */
export const safeEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};
