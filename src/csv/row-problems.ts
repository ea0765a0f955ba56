import type { CsvProblemCode } from '../common/errors';
import { CatalogueLayout } from './catalogue-layout';
import { CsvProblem, shown } from './csv-problem';

/** Where a row stands in its file. */
export interface RowPlace {
  /** Counts data rows from 1. */
  row: number;
  /** The line of the file that the row starts on, from 1. */
  line: number;
}

/** Collects what is wrong with a row; makes nothing for the many rows that are right. */
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
