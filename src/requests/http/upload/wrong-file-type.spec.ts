import type { SourceInspection } from '../../../csv';
import { wrongContent, wrongExtension } from './wrong-file-type';

const inspection = (part: Partial<SourceInspection>): SourceInspection => ({
  encoding: 'utf-8',
  bom: false,
  empty: false,
  binary: null,
  ...part,
});

it.each([
  ['products.csv', null],
  ['PRODUCTS.TSV', null],
  ['products.xlsx', 'This is an Excel workbook: save it as CSV UTF-8.'],
  ['products.zip', 'The file name must end in .csv or .tsv.'],
])('%s is refused for its name: %s', (name, detail) => {
  expect(wrongExtension(name)?.message ?? null).toBe(detail);
});

it.each<[Partial<SourceInspection>, string | null]>([
  [{}, null],
  [{ empty: true }, 'The file is empty.'],
  // Not every ZIP archive that is called .csv is a workbook.
  [{ binary: 'zip' }, 'This is an Excel workbook or a ZIP archive: save the table in it as CSV UTF-8.'],
  [{ binary: 'other' }, 'This is no text file: save it as CSV UTF-8.'],
])('what is %j is refused for its content: %s', (found, detail) => {
  expect(wrongContent(inspection(found))?.message ?? null).toBe(detail);
});
