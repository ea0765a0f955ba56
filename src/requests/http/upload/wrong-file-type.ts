import { ApiError } from '../../../common/errors';
import type { SourceInspection } from '../../../csv';

/** Said of a workbook, whether it is known by its name or by its content. */
export const EXCEL_WORKBOOK = 'This is an Excel workbook: save it as CSV UTF-8.';

/** @returns the refusal of a file for what it is called; null where the name is that of a CSV */
export function wrongExtension(name: string): ApiError | null {
  if (/\.(csv|tsv)$/i.test(name)) return null;
  const isWorkbook = /\.(xlsx?|xlsm|ods)$/i.test(name);
  return refusal(isWorkbook ? EXCEL_WORKBOOK : 'The file name must end in .csv or .tsv.');
}

/** @returns the refusal of a file for what is in it; null where that is text */
export function wrongContent({ empty, binary }: SourceInspection): ApiError | null {
  if (empty) return refusal('The file is empty.');
  if (binary === 'xlsx') return refusal(EXCEL_WORKBOOK);
  return binary && refusal('This is no text file: save it as CSV UTF-8.');
}

const refusal = (detail: string) => new ApiError('wrong_file_type', detail);
