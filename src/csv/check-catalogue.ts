import { CatalogueLayout } from './catalogue-layout';
import { CatalogueLimits } from './catalogue-limits';
import { CatalogueBatch } from './catalogue-reader';
import { CatalogueRow } from './catalogue-row';
import { CsvProblem } from './csv-problem';
import { SourceFormat } from './inspect-source';
import { readCatalogue } from './read-catalogue';

/** What a look at the whole file shows. */
export interface CatalogueReport {
  /** Null when not even a header was found. */
  layout: CatalogueLayout | null;
  /** Data rows; with a limit exceeded, those before it. */
  totalRows: number;
  /** Rows without problems. */
  totalProducts: number;
  /** URLs of those. */
  totalImages: number;
  skippedRows: number;
  /** The first of them, faults of the file as a whole before all others. */
  problems: CsvProblem[];
  /** How many there are in all. */
  totalErrors: number;
  /** Whether the file as a whole cannot be used, so that skipping rows would not help. */
  fatal: boolean;
}

const PROBLEMS_KEPT = 1000;

/** Reads the whole file and keeps no row of it. */
export async function checkCatalogue(
  source: AsyncIterable<Buffer>,
  format: SourceFormat,
  limits: CatalogueLimits,
): Promise<CatalogueReport> {
  const report = emptyReport();
  for await (const batch of readCatalogue(source, format, limits)) addBatch(report, batch);
  return report;
}

/** Whether a request can be made of the file: every row is right, or enough rows are once the others are skipped. */
export function isAcceptable(report: CatalogueReport, onInvalid: 'reject' | 'skip'): boolean {
  if (report.fatal || report.totalProducts === 0) return false;
  return onInvalid === 'skip' || report.totalErrors === 0;
}

/** Counts what a batch brings, and keeps its problems. */
export function addBatch(report: CatalogueReport, { layout, rows, faults }: CatalogueBatch): void {
  report.layout = layout;
  for (const row of rows) addRow(report, row);
  if (faults.length === 0) return;
  report.fatal = true;
  report.totalErrors += faults.length;
  report.problems = [...faults, ...report.problems].slice(0, PROBLEMS_KEPT);
}

function addRow(report: CatalogueReport, row: CatalogueRow): void {
  report.totalRows++;
  if (row.kind === 'product') {
    report.totalProducts++;
    report.totalImages += row.imageUrls.length;
    return;
  }
  report.skippedRows++;
  report.totalErrors += row.problems.length;
  const room = PROBLEMS_KEPT - report.problems.length;
  // A copy: a piece of a string keeps the whole 64 KB that it was cut from.
  if (room > 0) report.problems.push(...structuredClone(row.problems.slice(0, room)));
}

/** Before anything was read. */
export function emptyReport(): CatalogueReport {
  return {
    layout: null,
    totalRows: 0,
    totalProducts: 0,
    totalImages: 0,
    skippedRows: 0,
    problems: [],
    totalErrors: 0,
    fatal: false,
  };
}
