import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './process-identity';

const POLL_MS = 10;
const SIGNAL_PATIENCE_MS = 15_000;

/** Records at once which process is ours: an unrecorded one cannot be found after a `kill -9`. */
export function recordProcess(file: string, pid: number): void {
  writeFileSync(file, `${pid} ${processIdentity(pid)}\n`);
}

/**
 * Stops the process that the record names, if that very process still runs (a pid that went to somebody else
 * since is left alone), and removes the record. The signals go from polite to final.
 */
export async function stopRecorded(file: string, signals: readonly NodeJS.Signals[]): Promise<void> {
  const record = parseRecord(await readFile(file, 'utf8').catch(() => ''));
  if (record) await stopProcess(record.pid, record.identity, signals);
  await rm(file, { force: true });
}

export function parseRecord(text: string): { pid: number; identity: string } | undefined {
  const [, pid, identity] = /^(\d+) ([\w-]+)\n$/.exec(text) ?? [];
  return pid && identity ? { pid: Number(pid), identity } : undefined;
}

/** Sends one signal after the other, each with its time to work, until that very process is gone. */
export async function stopProcess(
  pid: number,
  identity: string,
  signals: readonly NodeJS.Signals[],
): Promise<void> {
  for (const signal of signals) {
    if (processIdentity(pid) !== identity) return;
    process.kill(pid, signal);
    const deadline = Date.now() + SIGNAL_PATIENCE_MS;
    while (processIdentity(pid) === identity && Date.now() < deadline) await delay(POLL_MS);
  }
}
