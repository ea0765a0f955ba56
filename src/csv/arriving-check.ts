import { CatalogueLimits } from './catalogue-limits';
import { CatalogueCheck, CatalogueReport } from './check-catalogue';
import { SourceFormat, SourceInspection, SourceInspector } from './inspect-source';

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
  /** As long as it looks the way it began. */
  private check: CatalogueCheck | null = null;

  constructor(private readonly limits: CatalogueLimits) {}

  push(chunk: Buffer): void {
    this.inspector.push(chunk);
    const { format, binary } = this.inspector;
    if (this.head) this.begin(Buffer.concat([this.head, chunk]), format);
    else if (!binary && this.check?.format.encoding === format?.encoding) this.check?.push(chunk);
    else this.check = null;
  }

  end(): ArrivedSource {
    const inspection = this.inspector.end();
    const { check } = this;
    return { inspection, report: check?.format.encoding === inspection.encoding ? check.end() : null };
  }

  private begin(head: Buffer, format: SourceFormat | null): void {
    this.head = format ? null : head;
    if (!format) return;
    this.check = new CatalogueCheck(format, this.limits);
    this.check.push(head);
  }
}
