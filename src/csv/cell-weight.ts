/** The weight of an empty cell: its place in an array, and some characters on its way into the database and back. */
const CELL_WEIGHT = 12;

/** The cost of holding cells, in characters. A cell counts by itself too: a megabyte may be a million empty ones. */
export function weightOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length + CELL_WEIGHT, 0);
}
