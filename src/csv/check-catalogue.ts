import { CatalogueLayout } from './catalogue-layout';
import { CatalogueLimits } from './catalogue-limits';
import { CatalogueBatch, CatalogueReader } from './catalogue-reader';
import { CatalogueRow } from './catalogue-row';
import { CsvProblem } from './csv-problem';
import { TextDecoding } from './decode-text';
import { SourceFormat } from './inspect-source';

/** The findings from the whole file. */
export interface CatalogueReport {
  /** The layout; null when not even a header was found. */
  layout: CatalogueLayout | null;
  /** The number of data rows; once a limit is exceeded, of those before it. */
  totalRows: number;
  /** The number of rows without problems. */
  totalProducts: number;
  /** The number of URLs in these rows. */
  totalImages: number;
  skippedRows: number;
  /** The first problems, with faults of the file as a whole before all others. */
  problems: CsvProblem[];
  /** The number of problems in all. */
  totalErrors: number;
  /** Whether the file as a whole cannot be used, so that skipping rows would not help. */
  fatal: boolean;
}

const PROBLEMS_KEPT = 1000;

/** Checks a file in the pieces that it comes in, and keeps no row of it. */
export class CatalogueCheck {
  private readonly decoding: TextDecoding;
  private readonly reader: CatalogueReader;
  private readonly report = emptyReport();

  constructor(
    readonly format: SourceFormat,
    limits: CatalogueLimits,
  ) {
    this.decoding = new TextDecoding(format.encoding);
    this.reader = new CatalogueReader(format, limits);
  }

  /** Whether no further text changes the report. */
  get finished(): boolean {
    return this.reader.finished;
  }

  /** Checks the next piece. This takes a millisecond for each 64 KB. */
  push(chunk: Buffer): void {
    if (!this.finished) this.read(this.decoding.push(chunk));
  }

  end(): CatalogueReport {
    if (!this.finished) this.read(this.decoding.end());
    if (!this.finished) addBatch(this.report, this.reader.end());
    return this.report;
  }

  private read(texts: Iterable<string>): void {
    for (const text of texts) {
      const batch = this.reader.push(text);
      if (batch) addBatch(this.report, batch);
      if (this.finished) return;
    }
  }
}

/** Reads the whole file, as far as it matters. */
export async function checkCatalogue(
  source: AsyncIterable<Buffer>,
  format: SourceFormat,
  limits: CatalogueLimits,
): Promise<CatalogueReport> {
  const check = new CatalogueCheck(format, limits);
  for await (const chunk of source) {
    check.push(chunk);
    if (check.finished) break;
  }
  return check.end();
}

/** Whether a request can be made of the file: every row is right, or enough rows are once the others are skipped. */
export function isAcceptable(report: CatalogueReport, onInvalid: 'reject' | 'skip'): boolean {
  if (report.fatal || report.totalProducts === 0) return false;
  return onInvalid === 'skip' || report.totalErrors === 0;
}

function addBatch(report: CatalogueReport, { layout, rows, faults }: CatalogueBatch): void {
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

function emptyReport(): CatalogueReport {
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
