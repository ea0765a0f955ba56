import type { CsvProblemCode } from '../common/errors';
import { CatalogueLimits } from './catalogue-limits';
import { CsvProblem, shown } from './csv-problem';

/** The place where reading stopped: `row` is null before the first data row. */
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

/** A quote that never closes; `text` begins with it. */
export function unclosedQuote(place: Place, text: string): CsvProblem {
  const message =
    'A quote is opened here and not closed. Close it, or double a quote that belongs to the text';
  return { ...fault('unclosed_quote', place, message), value: shown(text) };
}

/** A record that never ends. */
export function longRecord(place: Place, maxLength: number, text: string): CsvProblem {
  const message =
    place.row === null
      ? `The first line is longer than ${maxLength} characters, so it is no header. Check that the file has line breaks`
      : `The row is longer than ${maxLength} characters. Check that the file has line breaks, or split the row`;
  return { ...fault('row_too_large', place, message), value: shown(text) };
}

/** A record that is wider than any spreadsheet. */
export function tooManyCells(place: Place, count: number, maxCells: number): CsvProblem {
  const subject = place.row === null ? 'The first line' : 'The row';
  const message = `${subject} has ${count} cells, at most ${maxCells} are allowed. Check that the file has line breaks, or remove columns`;
  return fault('row_too_large', place, message);
}

function fault(code: CsvProblemCode, { row, line }: Place, message: string): CsvProblem {
  return { row, line, column: null, code, message, value: null };
}
