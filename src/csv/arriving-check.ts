import { CatalogueLimits } from './catalogue-limits';
import { CatalogueReader } from './catalogue-reader';
import { addBatch, CatalogueReport, emptyReport } from './check-catalogue';
import { TextDecoding } from './decode-text';
import { CsvEncoding, SourceFormat, SourceInspection, SourceInspector } from './inspect-source';

/** What is known of a file when the last of it is there. */
export interface ArrivedSource {
  inspection: SourceInspection;
  /** Null when it is no text, or not encoded the way it began: `checkCatalogue` tells then. */
  report: CatalogueReport | null;
}

/**
 * Checks a file while it arrives, so that its end is not the beginning of the work. How it is encoded is certain
 * only then, but hardly ever different from what it looks like all the way (UTF-8, or what a byte order mark says).
 */
export class ArrivingCheck {
  private readonly inspector = new SourceInspector();
  /** What came before its look was known. */
  private head: Buffer | null = Buffer.alloc(0);
  private reading: Reading | null = null;

  constructor(private readonly limits: CatalogueLimits) {}

  /** Takes the next piece. Large ones take long: a millisecond for each 64 KB. */
  push(chunk: Buffer): void {
    this.inspector.push(chunk);
    const { format, binary } = this.inspector;
    if (this.head) this.begin(Buffer.concat([this.head, chunk]), format);
    else if (!binary && this.reading?.encoding === format?.encoding) this.reading?.push(chunk);
    else this.reading = null;
  }

  end(): ArrivedSource {
    const inspection = this.inspector.end();
    const { reading } = this;
    return { inspection, report: reading?.encoding === inspection.encoding ? reading.end() : null };
  }

  private begin(head: Buffer, format: SourceFormat | null): void {
    this.head = format ? null : head;
    if (!format) return;
    this.reading = new Reading(format, this.limits);
    this.reading.push(head);
  }
}

/** A check of a file that is taken to be written that way. */
class Reading {
  readonly encoding: CsvEncoding;
  private readonly decoding: TextDecoding;
  private readonly reader: CatalogueReader;
  private readonly report = emptyReport();

  constructor(format: SourceFormat, limits: CatalogueLimits) {
    this.encoding = format.encoding;
    this.decoding = new TextDecoding(format.encoding);
    this.reader = new CatalogueReader(format, limits);
  }

  push(chunk: Buffer): void {
    if (!this.reader.finished) this.read(this.decoding.push(chunk));
  }

  end(): CatalogueReport {
    if (!this.reader.finished) this.read(this.decoding.end());
    if (!this.reader.finished) addBatch(this.report, this.reader.end());
    return this.report;
  }

  private read(texts: Iterable<string>): void {
    for (const text of texts) {
      const batch = this.reader.push(text);
      if (batch) addBatch(this.report, batch);
      if (this.reader.finished) return;
    }
  }
}
