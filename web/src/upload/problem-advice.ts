import type { CsvProblem } from '../api/types';

/** The advice for each fault of a CSV, by its code. */
const ADVICE: Record<CsvProblem['code'], string> = {
  missing_column: 'Add the column, or rename the one that holds it.',
  duplicate_column: 'Keep one of the columns that are called alike.',
  no_rows: 'Add at least one product below the header.',
  empty_product_name: 'Fill in the name of the product.',
  product_name_too_long: 'Use a shorter name.',
  invalid_serial_number: 'Write a whole number, or leave the cell empty.',
  duplicate_serial_number: 'Give each row a number of its own.',
  no_image_url: 'Add at least one link to a picture.',
  invalid_url: 'Write the whole link, beginning with http:// or https://.',
  too_many_urls: 'Spread the pictures over several rows.',
  url_too_long: 'Use a shorter link.',
  too_many_rows: 'Split the file into several.',
  too_many_images: 'Split the file into several.',
  unclosed_quote: 'Close the quotation mark, or double it inside a quoted cell.',
  row_too_large: 'Check that every row ends with a line break, or leave out what is not needed.',
};

/** A page that was loaded before an update may meet a code that it does not know. */
export function adviceFor(code: string): string {
  return (ADVICE as Partial<Record<string, string>>)[code] ?? 'Correct the cell and drop the file again.';
}

/**
 * The part of a message that says what is wrong. The rest tells programmers what `adviceFor` says in plainer words.
 * @param column the start of the message, where it is about a column: headers may have full stops (`S. No`)
 */
export function firstSentence(message: string, column: string | null): string {
  const begins = column !== null && message.startsWith(column) ? column : '';
  const [first = ''] = message.slice(begins.length).split(/\. (?=\p{Lu})/u, 1);
  return begins + first;
}
