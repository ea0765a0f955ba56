import { setTimeout as delay } from 'node:timers/promises';

/** What is left of a type once it is known to count as true. */
type Truthy<T> = Exclude<NonNullable<T>, false | 0 | ''>;

export interface UntilOptions {
  timeoutMs?: number;
  pollMs?: number;
}

/**
 * Waits for a fact and returns it: asks again until the answer is truthy. What `ask` throws counts as "not yet".
 * @throws saying what was awaited, and the last error, after `timeoutMs` (10 s).
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { timeoutMs = 10_000, pollMs = 20 }: UntilOptions = {},
): Promise<Truthy<T>> {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer) return answer as Truthy<T>;
    } catch (error) {
      cause = error;
    }
    await delay(pollMs);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`, { cause });
}
