import { catalogueCells, padded } from './catalogue-cells';
import { CatalogueLayout, keptColumns } from './catalogue-layout';
import { CatalogueProduct } from './catalogue-row';
import { csvRecord } from './csv-record';

const BYTE_ORDER_MARK = '\ufeff';

/** Texts that, written one after the other in UTF-8, make the output (docs/contract.md, 2.3). */
export interface OutputCsv {
  /** Begins with a byte order mark where the upload had one or was not UTF-8. */
  header: string;
  /** `outputUrls` correspond to the input URLs by position; null leaves a place empty. */
  productRow(product: CatalogueProduct, outputUrls: readonly (string | null)[]): string;
  /** A row that was skipped at the upload, with its cells. */
  skippedRow(cells: readonly string[]): string;
}

/** The upload's columns and delimiter, with `Output Image Urls` right after the input URLs. */
export function outputCsv(layout: CatalogueLayout): OutputCsv {
  const columns = keptColumns(layout);
  const place = columns.findIndex(({ role }) => role === 'imageUrls') + 1;
  const record = (cells: readonly string[], output: string) =>
    csvRecord(cells.toSpliced(place, 0, output), layout.delimiter);
  const headers = columns.map(({ header }) => header);
  return {
    header: byteOrderMark(layout) + record(headers, 'Output Image Urls'),
    productRow: (product, outputUrls) => record(catalogueCells(columns, product), outputUrls.join(', ')),
    skippedRow: cells => record(padded(cells, columns.length), ''),
  };
}

/** A byte order mark: Excel reads a file without one in the country's old code page. */
export function byteOrderMark({ bom, encoding }: CatalogueLayout): string {
  return bom || encoding !== 'utf-8' ? BYTE_ORDER_MARK : '';
}
