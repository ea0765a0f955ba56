import { Injectable } from '@nestjs/common';
import type { SkippedRowEntity } from '../../../products';
import { CataloguePages, type ProductFilter, type StoredProduct } from '../details/catalogue-pages';

/** Rows read in one query. */
const BATCH = 1_000;

const knownUpTo = (page: { row: number }[]) =>
  page.length < BATCH ? Infinity : (page.at(-1)?.row ?? Infinity);

/** A data row of the upload: a product with its images, or a row that was left out. */
export type StoredRow =
  | { kind: 'product'; row: number; product: StoredProduct }
  | { kind: 'skipped'; row: number; skipped: SkippedRowEntity };

/** Rows in their order, and the row up to which there are no others. */
interface Batch {
  rows: StoredRow[];
  upTo: number;
}

/** Every data row of a request, in the order of the file, a batch at a time. */
@Injectable()
export class CatalogueRows {
  constructor(private readonly pages: CataloguePages) {}

  async *read(
    requestId: string,
    hasSkipped: boolean,
    filter: ProductFilter = {},
  ): AsyncGenerator<StoredRow[]> {
    const behind = (row: number) => this.batch(requestId, row, hasSkipped, filter);
    for (let next: Promise<Batch> | null = behind(0); next;) {
      const { rows, upTo }: Batch = await next;
      // Postgres reads the next batch while this one is written.
      next = upTo === Infinity ? null : behind(upTo);
      // Heard of in the next round, if there is one: nobody may want to read on.
      next?.catch(() => undefined);
      yield rows;
    }
  }

  private async batch(
    requestId: string,
    afterRow: number,
    hasSkipped: boolean,
    filter: ProductFilter,
  ): Promise<Batch> {
    const products = await this.pages.withImages(requestId, afterRow, BATCH, filter);
    const skipped = hasSkipped ? await this.pages.skippedRows(requestId, afterRow, BATCH) : [];
    // What comes behind the end of a full page is not known yet, so the other kind waits there.
    const upTo = Math.min(knownUpTo(products), knownUpTo(skipped));
    const rows: StoredRow[] = [];
    for (const product of products)
      if (product.row <= upTo) rows.push({ kind: 'product', row: product.row, product });
    for (const row of skipped)
      if (row.row <= upTo) rows.push({ kind: 'skipped', row: row.row, skipped: row });
    return { rows: rows.sort((a, b) => a.row - b.row), upTo };
  }
}
