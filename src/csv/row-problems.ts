import type { CsvProblemCode } from '../common/errors';
import { CatalogueLayout } from './catalogue-layout';
import { CsvProblem, shown } from './csv-problem';

/** The place of a row in its file. */
export interface RowPlace {
  /** The data row, counted from 1. */
  row: number;
  /** The line of the file that the row starts on, from 1. */
  line: number;
}

/** Collects the problems of a row; allocates nothing for the many rows without any. */
export class RowProblems {
  found: CsvProblem[] | null = null;
  private place: RowPlace = { row: 0, line: 0 };

  constructor(private readonly layout: CatalogueLayout) {}

  begin(place: RowPlace): void {
    this.place = place;
    this.found = null;
  }

  /** The message begins with the column's header. */
  add(code: CsvProblemCode, columnPlace: number, message: string, value: string | null): void {
    const column = this.layout.columns[columnPlace]?.header ?? null;
    this.found ??= [];
    this.found.push({
      row: this.place.row,
      line: this.place.line,
      column,
      code,
      message: `${shown(column ?? 'The row', 60)} ${message}`,
      value: value === null ? null : shown(value),
    });
  }
}
