import { Injectable } from '@nestjs/common';
import type { SkippedRowEntity } from '../../../products';
import type { ProductFilter } from './products-behind';
import { readAhead } from './read-ahead';
import { runsWithin } from './runs-within';
import {
  type MeasuredRow,
  REJECT,
  type RejectedImage,
  RESULT,
  type ResultImage,
  StoredCatalogue,
  type StoredProduct,
} from './stored-catalogue';

/** Rows measured in one query, and read in one at most. */
const PAGE = 1_000;

/** The most bytes of rows that one query reads; a single row may have more, up to a megabyte. */
const BATCH_WEIGHT = 4 * 1024 * 1024;

const REJECTED: ProductFilter = { statuses: ['failed', 'cancelled'] };

/** A data row of the upload: a product with its images, or a row that was left out. */
export type StoredRow<Image> =
  | { kind: 'product'; row: number; product: StoredProduct<Image> }
  | { kind: 'skipped'; row: number; skipped: SkippedRowEntity };

/** A row to be read, and the cost of holding it. */
type PlannedRow = MeasuredRow & { kind: StoredRow<unknown>['kind'] };

/** The products in these rows. */
type ReadProducts<Image> = (rows: number[]) => Promise<StoredProduct<Image>[]>;

/** The data rows of a request, in the order of the file, a batch at a time. */
@Injectable()
export class CatalogueRows {
  constructor(private readonly stored: StoredCatalogue) {}

  /** Yields all rows. */
  results(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<ResultImage>[]> {
    const read = (rows: number[]) => this.stored.withImages(requestId, rows, RESULT);
    // Postgres reads the next batch while this one is written.
    return readAhead(this.read(requestId, hasSkipped, read));
  }

  /** Yields the products that lack a result for some image, and the rows that were left out. */
  rejects(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<RejectedImage>[]> {
    const read = (rows: number[]) => this.stored.withImages(requestId, rows, REJECT);
    return readAhead(this.read(requestId, hasSkipped, read, REJECTED));
  }

  private async *read<Image>(
    requestId: string,
    hasSkipped: boolean,
    productsIn: ReadProducts<Image>,
    filter?: ProductFilter,
  ): AsyncGenerator<StoredRow<Image>[]> {
    // Rows are measured while those before them are read, else each page would wait for two queries.
    for await (const rows of readAhead(this.plans(requestId, hasSkipped, filter))) {
      for (const run of runsWithin(BATCH_WEIGHT, rows)) yield await this.batch(requestId, run, productsIn);
    }
  }

  private async *plans(
    requestId: string,
    hasSkipped: boolean,
    filter?: ProductFilter,
  ): AsyncGenerator<PlannedRow[]> {
    for (let after = 0; after !== Infinity;) {
      const { rows, upTo } = await this.plan(requestId, after, hasSkipped, filter);
      yield rows;
      after = upTo;
    }
  }

  /** The next rows in their order, and the row up to which there are no others. */
  private async plan(
    requestId: string,
    afterRow: number,
    hasSkipped: boolean,
    filter?: ProductFilter,
  ): Promise<{ rows: PlannedRow[]; upTo: number }> {
    const products = await this.stored.measuredProducts(requestId, afterRow, PAGE, filter);
    const skipped = hasSkipped ? await this.stored.measuredSkippedRows(requestId, afterRow, PAGE) : [];
    // Rows behind the end of a full page are not known yet, so the other kind waits there.
    const upTo = Math.min(knownUpTo(products), knownUpTo(skipped));
    const rows = [
      ...products.map((row): PlannedRow => ({ ...row, kind: 'product' })),
      ...skipped.map((row): PlannedRow => ({ ...row, kind: 'skipped' })),
    ];
    return { rows: rows.filter(({ row }) => row <= upTo).sort((a, b) => a.row - b.row), upTo };
  }

  private async batch<Image>(
    requestId: string,
    planned: readonly PlannedRow[],
    productsIn: ReadProducts<Image>,
  ): Promise<StoredRow<Image>[]> {
    const of = (wanted: PlannedRow['kind']) =>
      planned.flatMap(({ kind, row }) => (kind === wanted ? [row] : []));
    const [products, skipped] = [of('product'), of('skipped')];
    const rows: StoredRow<Image>[] = [];
    if (products.length > 0)
      for (const product of await productsIn(products))
        rows.push({ kind: 'product', row: product.row, product });
    if (skipped.length > 0)
      for (const row of await this.stored.skippedRows(requestId, skipped))
        rows.push({ kind: 'skipped', row: row.row, skipped: row });
    return rows.sort((a, b) => a.row - b.row);
  }
}

const knownUpTo = (page: readonly MeasuredRow[]) =>
  page.length < PAGE ? Infinity : (page.at(-1)?.row ?? Infinity);
