/** Cuts rows into runs that weigh no more than the limit; a row that alone does is a run of its own. */
export function* runsWithin<Row extends { weight: number }>(
  limit: number,
  rows: readonly Row[],
): Generator<Row[]> {
  let run: Row[] = [];
  let weight = 0;
  for (const row of rows) {
    if (run.length > 0 && weight + row.weight > limit) {
      yield run;
      [run, weight] = [[], 0];
    }
    run.push(row);
    weight += row.weight;
  }
  if (run.length > 0) yield run;
}
