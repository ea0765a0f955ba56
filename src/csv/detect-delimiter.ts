import { countKnownColumns, hasRequiredColumns, readColumns } from './columns';
import { Delimiter, DELIMITERS } from './delimiter';
import { cellText } from './formula-guard';
import { parseRecords } from './parse-records';
import { RecordBlock, RecordCutter } from './record-cutter';

/**
 * The delimiter by which the first record of the text shows the known headers, else the most cells. Null: the
 * record may go on after this text, and more is needed to decide. Data rows do not count: the URLs and texts in
 * them are full of other delimiters.
 */
export function detectDelimiter(head: string, final: boolean): Delimiter | null {
  let best: { delimiter: Delimiter; known: number; cells: number } | null = null;
  let undecided = false;
  for (const delimiter of DELIMITERS) {
    const headers = firstRecord(head, delimiter, final);
    if (!headers) {
      undecided = true;
      continue;
    }
    const columns = readColumns(headers);
    if (hasRequiredColumns(columns)) return delimiter;
    const found = { delimiter, known: countKnownColumns(columns), cells: headers.length };
    if (!best || found.known > best.known || (found.known === best.known && found.cells > best.cells))
      best = found;
  }
  return undecided && !final ? null : (best?.delimiter ?? ',');
}

function firstRecord(head: string, delimiter: Delimiter, final: boolean): string[] | null {
  const cutter = new RecordCutter(delimiter);
  const block = cutter.push(head) ?? (final ? lastRecord(cutter) : null);
  const records = block ? parseRecords(block, delimiter).map(record => record.map(cellText)) : [];
  return records.find(cells => cells.some(cell => cell !== '')) ?? null;
}

/** Takes the last record. If its quote never closes, the cells so far count: the delimiter may still be right. */
function lastRecord(cutter: RecordCutter): RecordBlock | null {
  return cutter.end() ?? cutter.push('"') ?? cutter.end();
}
