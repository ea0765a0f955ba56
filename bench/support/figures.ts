/** What a figure is to reach; without one it is only reported. */
export type Target = { atLeast: number } | { atMost: number };

/** One line of a table: what was found in each round, as a ratio wherever there is something to compare with. */
export interface Figure {
  name: string;
  /** What it is a ratio to, or what it is about. */
  against: string;
  unit: '×' | 's' | 'ms' | 'MB' | 'images/s' | '%';
  target?: Target;
  /** One a round. */
  values: number[];
}

/** The middle one, or the mean of the two in the middle. @throws when there is none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (below === undefined || above === undefined) throw new Error('Nothing was measured');
  return (below + above) / 2;
}

/** The value that `share` (0 to 1) of all do not exceed. @throws when there is none */
export function percentile(values: readonly number[], share: number): number {
  const found = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
  if (found === undefined) throw new Error('Nothing was measured');
  return found;
}

/** @returns null for a figure that has nothing to reach. */
export function reaches({ values, target }: Figure): boolean | null {
  if (!target) return null;
  return 'atLeast' in target ? median(values) >= target.atLeast : median(values) <= target.atMost;
}
