import { CatalogueLimits } from './catalogue-limits';
import { CsvProblem, CsvProblemCode, shown } from './csv-problem';

/** Where reading stopped: `row` is null before the first data row. */
interface Place {
  row: number | null;
  line: number | null;
}

export function tooManyRows({ maxRows }: CatalogueLimits, place: Place): CsvProblem {
  return fault('too_many_rows', place, `The file has more than ${maxRows} rows. Split it in several files`);
}

export function tooManyImages({ maxImages }: CatalogueLimits, place: Place): CsvProblem {
  return fault(
    'too_many_images',
    place,
    `The file has more than ${maxImages} image URLs. Split it in several files`,
  );
}

export function noRows(): CsvProblem {
  const message = 'The file has no data rows. Enter a row for each product below the header';
  return fault('no_rows', { row: null, line: null }, message);
}

/** `text` begins with the quote. */
export function unclosedQuote(place: Place, text: string): CsvProblem {
  const message =
    'A quote is opened here and not closed. Close it, or double a quote that belongs to the text';
  return { ...fault('unclosed_quote', place, message), value: shown(text) };
}

/** A record without end: none of the codes is its own, so it takes the nearest. */
export function longRecord(place: Place, maxLength: number, text: string): CsvProblem {
  const isHeader = place.row === null;
  const message = isHeader
    ? `The first line is longer than ${maxLength} characters, so it is no header. Check that the file has line breaks`
    : `The row is longer than ${maxLength} characters. Check that the file has line breaks, or split the row`;
  return { ...fault(isHeader ? 'missing_column' : 'too_many_urls', place, message), value: shown(text) };
}

/** Of a header; the nearest code, as above. */
export function tooManyColumns(line: number, count: number, maxColumns: number): CsvProblem {
  const message = `The first line has ${count} cells, at most ${maxColumns} are allowed. Check that the file has line breaks, or remove columns`;
  return fault('missing_column', { row: null, line }, message);
}

function fault(code: CsvProblemCode, { row, line }: Place, message: string): CsvProblem {
  return { row, line, column: null, code, message, value: null };
}
