import { CatalogueLimits } from './catalogue-limits';
import { CatalogueCheck, CatalogueReport } from './check-catalogue';
import { SourceFormat, SourceInspection, SourceInspector } from './inspect-source';

/** The findings when the last of a file has arrived. */
export interface ArrivedSource {
  inspection: SourceInspection;
  /** The report; null when the file is no text, or not encoded the way it began: then `checkCatalogue` finds out. */
  report: CatalogueReport | null;
}

/**
 * Checks a file while it arrives, so that the work does not only begin at its end. The encoding is certain only then,
 * but hardly ever differs from what it looked like all along (UTF-8, or as a byte order mark says).
 */
export class ArrivingCheck {
  private readonly inspector = new SourceInspector();
  /** The chunks that came before the encoding was guessed. */
  private head: Buffer | null = Buffer.alloc(0);
  /** The check, as long as the file looks the way it began. */
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
