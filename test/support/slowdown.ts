/** The fastest of so many runs counts, as a busy machine disturbs it least. */
const RUNS = 15;

const FACTOR = 8;

/** What `slowdown` stays below where time grows as the size does, which is 8; with its square it is 64. */
export const LINEAR = 24;

/** How many times as long it takes for a size that is 8 times as large. `prepare` makes what is measured. */
export function slowdown(size: number, prepare: (size: number) => () => unknown): number {
  const [small, large] = [prepare(size), prepare(FACTOR * size)];
  let [least, most] = [Infinity, Infinity];
  for (let run = 0; run < RUNS; run++) {
    least = Math.min(least, milliseconds(small));
    most = Math.min(most, milliseconds(large));
  }
  return most / least;
}

function milliseconds(run: () => unknown): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}
