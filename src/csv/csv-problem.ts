import type { CsvProblemCode } from '../common/errors';

/** One fault of a catalogue, as clients see it in `errors[]`. */
export interface CsvProblem {
  /** The data row, counted from 1; null where the fault is not a row's. */
  row: number | null;
  /** The line of the file that the row (or the open quote) starts on, counted from 1; null: the whole file. */
  line: number | null;
  /** The header as uploaded; for a missing column, the name it should have. */
  column: string | null;
  code: CsvProblemCode;
  /** The text for people, without a full stop at its end. */
  message: string;
  /** The text at fault, at most `SHOWN_LENGTH` characters of it. */
  value: string | null;
}

/** Enough of a value to find it in the file, little enough for a thousand of them in one answer. */
const SHOWN_LENGTH = 200;

/** The text, cut to what a reader needs to recognise it. */
export function shown(text: string, length = SHOWN_LENGTH): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${endsInHalfPair(cut) ? cut.slice(0, -1) : cut}…`;
}

function endsInHalfPair(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}

/** The `detail` of a refusal: "Row 3 (line 4): Product Name is empty, and 11 more problems." */
export function describeProblems(problems: readonly CsvProblem[], total: number): string {
  const first = problems[0];
  if (!first) return 'The file has no valid row.';
  const others = total - 1;
  const more = others < 1 ? '' : `, and ${others} more problem${others === 1 ? '' : 's'}`;
  return `${placeOf(first)}${first.message}${more}.`;
}

function placeOf({ row, line }: CsvProblem): string {
  if (row !== null) return line === null ? `Row ${row}: ` : `Row ${row} (line ${line}): `;
  return line === null ? '' : `Line ${line}: `;
}
