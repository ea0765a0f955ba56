import { Injectable } from '@nestjs/common';
import type { ImageEntity } from '../../../images';
import type { ProductEntity, SkippedRowEntity } from '../../../products';
import { CataloguePages, type ProductFilter } from '../details/catalogue-pages';

/** Rows read in one query. */
const BATCH = 2_000;

const knownUpTo = (page: { row: number }[]) =>
  page.length < BATCH ? Infinity : (page.at(-1)?.row ?? Infinity);

/** A data row of the upload: a product with its images, or a row that was left out. */
export type StoredRow =
  | { kind: 'product'; row: number; product: ProductEntity; images: ImageEntity[] }
  | { kind: 'skipped'; row: number; skipped: SkippedRowEntity };

/** Every data row of a request, in the order of the file, a batch at a time. */
@Injectable()
export class CatalogueRows {
  constructor(private readonly pages: CataloguePages) {}

  async *read(
    requestId: string,
    hasSkipped: boolean,
    filter: ProductFilter = {},
  ): AsyncGenerator<StoredRow[]> {
    for (let afterRow = 0; ;) {
      const products = await this.pages.products(requestId, afterRow, BATCH, filter);
      const skipped = hasSkipped ? await this.pages.skippedRows(requestId, afterRow, BATCH) : [];
      // What comes behind the end of a full page is not known yet, so the other kind waits there.
      const upTo = Math.min(knownUpTo(products), knownUpTo(skipped));
      const due = products.filter(({ row }) => row <= upTo);
      const images = await this.pages.imagesOf(due);
      const batch: StoredRow[] = due.map(product => ({
        kind: 'product',
        row: product.row,
        product,
        images: images.get(product.id) ?? [],
      }));
      for (const row of skipped)
        if (row.row <= upTo) batch.push({ kind: 'skipped', row: row.row, skipped: row });
      yield batch.sort((a, b) => a.row - b.row);
      if (upTo === Infinity) return;
      afterRow = upTo;
    }
  }
}
