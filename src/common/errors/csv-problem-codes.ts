/** Everything that can be wrong with the content of a catalogue. A closed set (docs/contract.md, 1.1). */
export const CSV_PROBLEM_CODES = [
  'missing_column',
  'duplicate_column',
  'no_rows',
  'empty_product_name',
  'product_name_too_long',
  'invalid_serial_number',
  'duplicate_serial_number',
  'no_image_url',
  'invalid_url',
  'too_many_urls',
  'url_too_long',
  'too_many_rows',
  'too_many_images',
  'unclosed_quote',
  'row_too_large',
] as const;
export type CsvProblemCode = (typeof CSV_PROBLEM_CODES)[number];
