/** The fastest of so many runs counts, as a busy machine disturbs it least. */
const RUNS = 15;

/** For so long more runs are tried when the time seems to grow with the square. */
const PATIENCE_MS = 3_000;

const FACTOR = 8;

/** What `slowdown` stays below where time grows as the size does, which is 8; with its square it is 64. */
export const LINEAR = 24;

/** How many times as long it takes for a size that is 8 times as large. `prepare` makes what is measured. */
export function slowdown(size: number, prepare: (size: number) => () => unknown): number {
  const [small, large] = [prepare(size), prepare(FACTOR * size)];
  const end = performance.now() + PATIENCE_MS;
  let [least, most] = [Infinity, Infinity];
  for (let run = 0; run < RUNS || (most / least >= LINEAR && performance.now() < end); run++) {
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
