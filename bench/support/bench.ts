import type { Figure } from './figures';
import type { Servers } from './servers';

/** What is to be undone when a case is over, however that goes: the last first. */
export interface Undoing {
  atEnd: (step: () => Promise<void> | void) => void;
}

/** What a case runs with. */
export interface Bench extends Undoing {
  servers: Servers;
  rounds: number;
  /** Of two sizes the one that is asked for. */
  size(full: number, quick: number): number;
  /** Says how far it is. */
  say(message: string): void;
}

/** A case of the table. */
export interface BenchCase {
  title: string;
  /** @throws when an output is wrong: then there is no figure. */
  run(bench: Bench): Promise<Figure[]>;
}

/** Runs both sides once a round, in turns first, so that neither has the better half of a noisy machine. */
export async function alternate<A, B>(
  bench: Bench,
  one: (round: number) => Promise<A>,
  other: (round: number) => Promise<B>,
): Promise<{ one: A; other: B }[]> {
  const results: { one: A; other: B }[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    bench.say(`round ${round + 1} of ${bench.rounds}`);
    if (round % 2 === 0) {
      const first = await one(round);
      results.push({ one: first, other: await other(round) });
    } else {
      const first = await other(round);
      results.push({ one: await one(round), other: first });
    }
  }
  return results;
}
