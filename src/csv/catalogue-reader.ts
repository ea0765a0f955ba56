import { CatalogueLayout, readLayout } from './catalogue-layout';
import { CatalogueLimits, MAX_COLUMNS, maxRecordLength, maxRowLength, OWN_COLUMNS } from './catalogue-limits';
import { CatalogueRow, keptLength, RowReader } from './catalogue-row';
import { CsvProblem } from './csv-problem';
import { Delimiter } from './delimiter';
import { longRecord, noRows, tooManyCells, tooManyImages, tooManyRows, unclosedQuote } from './file-faults';
import { cellText } from './formula-guard';
import { HeadReader } from './head-reader';
import { SourceFormat } from './inspect-source';
import { parseRecords } from './parse-records';
import { countLineBreaks } from './quoting';
import { RecordBlock, RecordCutter } from './record-cutter';

const NOT_EMPTY = /[^\r\n]/;

export interface CatalogueBatch {
  /** The layout, known once the header is read. */
  layout: CatalogueLayout | null;
  rows: CatalogueRow[];
  /** The faults of the file as a whole, which `on_invalid=skip` does not forgive. Nothing is read after them. */
  faults: CsvProblem[];
}

/** Turns pieces of text into batches of rows: knows the place in the file, the header and the limits. */
export class CatalogueReader {
  /** Whether a fault has ended the reading: no text after it changes the result. */
  finished = false;
  private readonly maxRecordLength: number;
  private readonly maxRowLength: number;
  /** With those of our own columns: how many of them there are is known by the header. */
  private maxCells = MAX_COLUMNS + OWN_COLUMNS;
  private readonly head: HeadReader;
  private body: { delimiter: Delimiter; cutter: RecordCutter } | null = null;
  private layout: CatalogueLayout | null = null;
  private rowReader: RowReader | null = null;
  /** The line that the next record starts on. */
  private line = 1;
  private rowCount = 0;
  private imageCount = 0;
  private batch = emptyBatch(null);

  constructor(
    private readonly format: SourceFormat,
    private readonly limits: CatalogueLimits,
  ) {
    this.maxRecordLength = maxRecordLength(limits);
    this.maxRowLength = maxRowLength(limits);
    this.head = new HeadReader(this.maxRowLength);
  }

  /** The rows that are whole by now; null when there is nothing new. */
  push(text: string): CatalogueBatch | null {
    this.feed(text, false);
    const { rows, faults } = this.batch;
    return rows.length > 0 || faults.length > 0 ? this.takeBatch() : null;
  }

  /** The rows that are left when the text has ended. */
  end(): CatalogueBatch {
    this.feed('', true);
    if (!this.finished) this.readBlock(this.body?.cutter.end() ?? null);
    if (!this.finished) this.checkEnd();
    return this.takeBatch();
  }

  private feed(text: string, final: boolean): void {
    const rest = this.body ? text : this.readHead(text, final);
    if (rest === null || !this.body) return;
    this.readBlock(this.body.cutter.push(rest));
    if (!this.finished && this.body.cutter.pendingLength > this.maxRecordLength)
      this.stop(this.endlessRecord());
  }

  private readHead(text: string, final: boolean): string | null {
    const head = this.head.push(text, final);
    if (!head) return null;
    this.body = { delimiter: head.delimiter, cutter: new RecordCutter(head.delimiter) };
    this.line = head.line;
    return head.text;
  }

  private readBlock(block: RecordBlock | null): void {
    if (!block || !this.body) return;
    // Millions of empty lines are an attack, and would take half a microsecond each.
    if (!NOT_EMPTY.test(block.text)) this.line += countLineBreaks(block.text);
    else this.readRecords(block, this.body.delimiter);
  }

  private readRecords(block: RecordBlock, delimiter: Delimiter): void {
    for (const record of parseRecords(block, delimiter)) {
      const line = this.line;
      this.line += 1 + (block.multiline ? countBreaksWithin(record) : 0);
      // This comes before anything looks at the cells: a million of them take a tenth of a second.
      if (record.length > this.maxCells) return this.stop(this.wideRecord(record, line));
      if (isBlank(record)) continue;
      if (this.rowReader) this.readRow(this.rowReader, record, line);
      else this.readHeader(record, line, delimiter);
      if (this.finished) return;
    }
  }

  private readHeader(record: readonly string[], line: number, delimiter: Delimiter): void {
    const { layout, problems } = readLayout(record.map(cellText), line, { ...this.format, delimiter });
    this.layout = layout;
    const own = layout.columns.filter(({ role }) => role === 'dropped').length;
    this.maxCells = MAX_COLUMNS + Math.min(own, OWN_COLUMNS);
    if (record.length > this.maxCells) return this.stop(this.wideRecord(record, line));
    this.rowReader = new RowReader(layout, this.limits);
    if (problems.length > 0) this.stop(...problems);
  }

  private readRow(reader: RowReader, record: readonly string[], line: number): void {
    const place = { row: ++this.rowCount, line };
    if (this.rowCount > this.limits.maxRows) return this.stop(tooManyRows(this.limits, place));
    const row = reader.read(record, place);
    if (row.weight > this.maxRowLength && keptLength(row) > this.maxRowLength)
      return this.stop(longRecord(place, this.maxRowLength, record.join(', ')));
    if (row.kind === 'product') this.imageCount += row.imageUrls.length;
    if (this.imageCount > this.limits.maxImages) return this.stop(tooManyImages(this.limits, place));
    this.batch.rows.push(row);
  }

  private checkEnd(): void {
    if (this.body?.cutter.unclosed) this.stop(this.endlessRecord());
    else if (this.rowCount === 0) this.stop(noRows());
  }

  /** The data row that the next record is, if it is not blank; null before the header. */
  private get nextRow(): number | null {
    return this.rowReader ? this.rowCount + 1 : null;
  }

  private wideRecord(record: readonly string[], line: number): CsvProblem {
    return tooManyCells({ row: this.nextRow, line }, record.length, MAX_COLUMNS);
  }

  private endlessRecord(): CsvProblem {
    const row = this.nextRow;
    const quote = this.body?.cutter.unclosed;
    if (!quote)
      return longRecord({ row, line: this.line }, this.maxRecordLength, this.body?.cutter.pendingText ?? '');
    return unclosedQuote({ row, line: this.line + countLineBreaks(quote.before) }, quote.from);
  }

  private stop(...faults: CsvProblem[]): void {
    this.finished = true;
    this.batch.faults.push(...faults);
  }

  private takeBatch(): CatalogueBatch {
    const batch = { ...this.batch, layout: this.layout };
    this.batch = emptyBatch(this.layout);
    return batch;
  }
}

function emptyBatch(layout: CatalogueLayout | null): CatalogueBatch {
  return { layout, rows: [], faults: [] };
}

/** A line without content, or with delimiters only. */
function isBlank(record: readonly string[]): boolean {
  return record.every(cell => cell === '' || cell.trim() === '');
}

function countBreaksWithin(record: readonly string[]): number {
  return record.reduce((count, cell) => count + countLineBreaks(cell), 0);
}
