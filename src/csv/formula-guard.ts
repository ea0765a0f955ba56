/** A cell that a spreadsheet would run, or one that was guarded against that before. */
const RUNS = /^'*[=+\-@\t\r]/;
const IS_GUARDED = /^'+[=+\-@\t\r]/;
/** A plain number. (`\d+\.?\d*` would take quadratic time to say no.) */
const PLAIN_NUMBER = /^[+-](?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Puts a `'` before what a spreadsheet would run (docs/contract.md, 2.3). `unguard(guard(x)) === x` for any cell. */
export function guard(cell: string): string {
  return RUNS.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** Takes exactly one guard off. */
export function unguard(cell: string): string {
  return cell.charCodeAt(0) === 39 && IS_GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** A cell as it is meant: spaces around it do not count, and neither does a guard. */
export function cellText(cell: string): string {
  return unguard(cell.trim());
}
