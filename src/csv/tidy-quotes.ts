import { Delimiter } from './delimiter';
import { endsCell, isSpace, opensCell } from './quoting';

/**
 * Rewrites whole records so that PapaParse reads them right: LF after every record, no space before an opening
 * quote (it tears such a cell), and what follows a closing quote (` "a" b`, which would swallow the next rows)
 * moved inside it, as Excel reads it. What stands inside quotes stays as it is, line breaks too.
 */
export function tidyQuotes(text: string, delimiter: Delimiter): string {
  let tidy = '';
  let at = 0;
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', Math.max(at, quote + 1))) {
    if (!opensCell(text, quote, delimiter)) continue;
    const close = closingQuote(text, quote);
    const end = endOfCell(text, close + 1, delimiter);
    const tail = text.slice(close + 1, end).trimEnd();
    tidy += withLineFeeds(text.slice(at, startOfCell(text, quote, delimiter)));
    tidy +=
      tail === ''
        ? text.slice(quote, close + 1)
        : `${text.slice(quote, close)}${tail.replaceAll('"', '""')}"`;
    at = end;
  }
  return tidy + withLineFeeds(text.slice(at));
}

/** Writes every CRLF and CR as LF. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

function startOfCell(text: string, quote: number, delimiter: Delimiter): number {
  let start = quote;
  while (isSpace(text[start - 1], delimiter)) start--;
  return start;
}

function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close === -1 ? text.length : close;
}

function endOfCell(text: string, from: number, delimiter: Delimiter): number {
  let end = from;
  while (end < text.length && !endsCell(text[end], delimiter)) end++;
  return end;
}
