import { catalogueCells, padded } from './catalogue-cells';
import { CatalogueLayout, keptColumns } from './catalogue-layout';
import { CatalogueProduct } from './catalogue-row';
import { csvRecord } from './csv-record';
import { byteOrderMark } from './output-csv';

/** The reason why a row is among the rejects. */
export interface RejectReason {
  code: string;
  /** The message, which names each failed URL and why. */
  message: string;
}

/** Texts that, written one after the other in UTF-8, make the rejects (docs/contract.md, 2.4). */
export interface RejectsCsv {
  /** Begins with a byte order mark where the upload had one or was not UTF-8. */
  header: string;
  productRow(product: CatalogueProduct, reason: RejectReason): string;
  /** A row that was skipped at the upload, with its cells. */
  skippedRow(cells: readonly string[], reason: RejectReason): string;
}

/** The upload's columns and delimiter, then `Error Code` and `Error Message`, then cells that have no header. */
export function rejectsCsv(layout: CatalogueLayout): RejectsCsv {
  const columns = keptColumns(layout);
  const record = (cells: readonly string[], { code, message }: RejectReason) =>
    csvRecord(cells.toSpliced(columns.length, 0, code, message), layout.delimiter);
  const headers = columns.map(({ header }) => header);
  return {
    header: byteOrderMark(layout) + record(headers, { code: 'Error Code', message: 'Error Message' }),
    productRow: (product, reason) => record(catalogueCells(columns, product), reason),
    skippedRow: (cells, reason) => record(padded(cells, columns.length), reason),
  };
}

/** The problems of a skipped row as the reason for its rejection. */
export function skippedRowReason(problems: readonly { code: string; message: string }[]): RejectReason {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return { code: codes.join(', '), message: problems.map(({ message }) => message).join('; ') };
}
