import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks a second in /proc; the same on every Linux that Node runs on. */
const TICKS = 100;

interface ProcessStat {
  pid: number;
  parent: number;
  /** Its own and that of children that have ended. */
  cpuSeconds: number;
}

/** CPU seconds that a process and all that came from it have used so far, children that have ended included. */
export function cpuSeconds(root: number): number {
  return tree(root).reduce((sum, process) => sum + process.cpuSeconds, 0);
}

/** Memory that a process and all that came from it hold now, in MB. */
export function memoryMb(root: number): number {
  return tree(root).reduce((sum, { pid }) => sum + statusMb(pid, 'VmRSS'), 0);
}

/** From now on `peakMemoryMb` tells of what comes. */
export function forgetPeakMemory(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The most memory that a process held, in MB. */
export function peakMemoryMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function tree(root: number): ProcessStat[] {
  const all = readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  const found = all.filter(({ pid }) => pid === root);
  // It grows while it is walked: children of children are found in turn.
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** @returns undefined for a process that has ended meanwhile. */
function statOf(pid: number): ProcessStat | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name before may hold spaces and brackets; counted from behind it, fields are as in proc(5), less 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS };
}

function statusMb(pid: number, field: string): number {
  const status = readIfThere(`/proc/${pid}/status`) ?? '';
  return (Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1_024) / 1e6;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
