import { setImmediate as afterEvents } from 'node:timers/promises';

/** A pipe whose reader has left, as `head` does, and a terminal that was closed. */
const NOBODY_READS = ['EPIPE', 'EIO'];

/**
 * Lets the work go on where nobody reads what it says any more: Node would end the process in the middle of it, and the
 * servers of a run would go on without it.
 * @returns what tells at the end why a result could not be written, as to a full disk; null where all were
 */
export function outliveReaders(): () => Promise<Error | null> {
  let lost: Error | null = null;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!NOBODY_READS.includes(error.code ?? '')) lost ??= error;
  });
  return async () => {
    // Node writes at once, but tells what went wrong only afterwards.
    await afterEvents();
    return lost;
  };
}
