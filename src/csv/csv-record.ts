import { Delimiter } from './delimiter';
import { guard } from './formula-guard';

/** A cell that needs quotes. Any delimiter counts, so that lists are quoted in every file. */
const NEEDS_QUOTES = /[",;|\t\r\n]|^\s|\s$/;

/** Writes cells as a record of RFC 4180, guarded against being run by a spreadsheet. */
export function csvRecord(cells: readonly string[], delimiter: Delimiter): string {
  let record = '';
  for (let place = 0; place < cells.length; place++) {
    if (place > 0) record += delimiter;
    record += csvCell(cells[place]!);
  }
  return `${record}\r\n`;
}

function csvCell(cell: string): string {
  const guarded = guard(cell);
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
