import type { CsvProblem } from '../api/types';

/** The advice for each fault of a CSV, by its code; `invalid_url` has several, and the message that of each. */
const ADVICE: Record<Exclude<CsvProblem['code'], 'invalid_url'>, string> = {
  missing_column: 'Add the column, or rename the one that holds it.',
  duplicate_column: 'Keep one of the columns that are called alike.',
  no_rows: 'Add at least one product below the header.',
  empty_product_name: 'Fill in the name of the product.',
  product_name_too_long: 'Use a shorter name.',
  invalid_serial_number: 'Write a whole number, or leave the cell empty.',
  duplicate_serial_number: 'Give each row a number of its own.',
  no_image_url: 'Add at least one link to a picture.',
  too_many_urls: 'Spread the pictures over several rows.',
  url_too_long: 'Use a shorter link.',
  too_many_rows: 'Split the file into several.',
  too_many_images: 'Split the file into several.',
  unclosed_quote: 'Close the quotation mark, or double it inside a quoted cell.',
  row_too_large: 'Check that every row ends with a line break, or leave out what is not needed.',
};

/** A problem as the page tells it: what is wrong, and what to do. */
export interface Explanation {
  what: string;
  advice: string;
}

const BETWEEN_SENTENCES = /\. (?=\p{Lu})/u;

/**
 * The first sentence of the message says what is wrong. The rest tells programmers what to do: it is for codes whose
 * advice is not put in plainer words here, and those that a page loaded before an update does not know.
 */
export function explain({ code, column, message, value }: CsvProblem): Explanation {
  // These list the headers found, which a reader needs, and which may have full stops (`S. No`).
  if (code === 'missing_column' || code === 'duplicate_column')
    return { what: message, advice: ADVICE[code] };
  const begins = column !== null && message.startsWith(column) ? column : '';
  const [first = '', ...others] = withoutValue(message.slice(begins.length), value).split(BETWEEN_SENTENCES);
  const own = others.length > 0 ? `${others.join('. ')}.` : 'Correct the cell and drop the file again.';
  return { what: begins + first, advice: (ADVICE as Partial<Record<string, string>>)[code] ?? own };
}

/** Messages may end in a shorter piece of the value than the problem gives, which the page shows beside it. */
const SURELY_QUOTED = 70;

function withoutValue(message: string, value: string | null): string {
  const end = value === null ? -1 : message.indexOf(`: ${value.slice(0, SURELY_QUOTED)}`);
  return end === -1 ? message : message.slice(0, end);
}
