import { parse } from 'papaparse';
import { Delimiter } from './quoting';
import { RecordBlock } from './record-cutter';
import { tidyQuotes, withLineFeeds } from './tidy-quotes';

/** Whole records to their cells, untrimmed; a blank line is a record with one empty cell. */
export function parseRecords(block: RecordBlock, delimiter: Delimiter): string[][] {
  const text = readyToParse(block, delimiter);
  // PapaParse gives no record for an empty text, and one too many for a text that ends with a line break.
  if (text === '' || text === '\n') return [['']];
  return parse<string[]>(text.endsWith('\n') ? text.slice(0, -1) : text, { delimiter, newline: '\n' }).data;
}

/** PapaParse knows one kind of line break per text. The rewriting costs time, so most text is spared it. */
function readyToParse({ text, multiline, untidy }: RecordBlock, delimiter: Delimiter): string {
  const hasCarriageReturns = text.includes('\r');
  if (untidy || (multiline && hasCarriageReturns)) return tidyQuotes(text, delimiter);
  return hasCarriageReturns ? withLineFeeds(text) : text;
}
