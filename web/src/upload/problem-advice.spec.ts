import type { CsvProblem } from '../api/types';
import { explain } from './problem-advice';

const problem = (part: Partial<CsvProblem>): CsvProblem => ({
  row: 1,
  line: 2,
  column: 'S. No',
  code: 'invalid_serial_number',
  message: 'S. No is not a whole number. Correct it, or leave the cell empty',
  value: 'x',
  ...part,
});

const urlProblem = (message: string, value: string) =>
  problem({ code: 'invalid_url', column: 'Image Urls', message: `Image Urls holds ${message}`, value });

describe('a problem is shown as what is wrong and what to do', () => {
  it.each<[string, CsvProblem, string, string]>([
    [
      'of a cell in plain words',
      problem({}),
      'S. No is not a whole number',
      'Write a whole number, or leave the cell empty.',
    ],
    [
      'without a second sentence',
      problem({ code: 'empty_product_name', column: 'Name', message: 'Name is empty', value: null }),
      'Name is empty',
      'Fill in the name of the product.',
    ],
    [
      'of the file',
      problem({ code: 'no_rows', column: null, message: 'The file has no data rows. Enter a row' }),
      'The file has no data rows',
      'Add at least one product below the header.',
    ],
    [
      'of a link with the advice for its own fault',
      urlProblem('a URL with a login. Use one without: http://u:p@h/p.jpg', 'http://u:p@h/p.jpg'),
      'Image Urls holds a URL with a login',
      'Use one without.',
    ],
    [
      'of a link that reads like sentences',
      urlProblem('a URL with a space. Write %20: http://h/a. B: c. D', 'http://h/a. B: c. D'),
      'Image Urls holds a URL with a space',
      'Write %20.',
    ],
    [
      'of a link that is cut',
      urlProblem(
        `a URL with a space. Write %20: http://h/${'a. B '.repeat(14)}…`,
        `http://h/${'a. B '.repeat(40)}`,
      ),
      'Image Urls holds a URL with a space',
      'Write %20.',
    ],
    [
      'of a missing column with the headers found, which have full stops',
      problem({
        code: 'missing_column',
        column: 'Product Name',
        message: 'There is no column Product Name. The headers found are: S. No, Input Image Urls',
        value: null,
      }),
      'There is no column Product Name. The headers found are: S. No, Input Image Urls',
      'Add the column, or rename the one that holds it.',
    ],
    [
      'of a doubled column with the headers found',
      problem({
        code: 'duplicate_column',
        message:
          'There are two columns for the same: S. No twice. Keep one. The headers found are: S. No, S. No',
        value: null,
      }),
      'There are two columns for the same: S. No twice. Keep one. The headers found are: S. No, S. No',
      'Keep one of the columns that are called alike.',
    ],
    [
      'of a code that this page does not know',
      problem({ code: 'newer' as CsvProblem['code'], message: 'S. No is odd' }),
      'S. No is odd',
      'Correct the cell and drop the file again.',
    ],
  ])('%s', (_, given, what, advice) => {
    expect(explain(given)).toEqual({ what, advice });
  });
});
