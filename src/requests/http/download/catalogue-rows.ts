import { Injectable } from '@nestjs/common';
import type { ImageEntity } from '../../../images';
import type { ProductEntity, SkippedRowEntity } from '../../../products';
import { CataloguePages, type ProductFilter } from '../details/catalogue-pages';

/** Rows read in one query. */
const BATCH = 2_000;

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
    let skipped = hasSkipped ? await this.pages.skippedRows(requestId, 0, BATCH) : [];
    for (let afterRow = 0; ;) {
      const products = await this.pages.products(requestId, afterRow, BATCH, filter);
      const images = await this.pages.imagesOf(products);
      const isLast = products.length < BATCH;
      const upTo = isLast ? Infinity : (products.at(-1)?.row ?? Infinity);
      const batch: StoredRow[] = products.map(product => ({
        kind: 'product',
        row: product.row,
        product,
        images: images.get(product.id) ?? [],
      }));
      while (skipped.length > 0 && (skipped[0]?.row ?? Infinity) < upTo) {
        const due = skipped.filter(({ row }) => row < upTo);
        batch.push(...due.map(row => ({ kind: 'skipped' as const, row: row.row, skipped: row })));
        const isMore = due.length === skipped.length;
        skipped = isMore
          ? await this.pages.skippedRows(requestId, due.at(-1)?.row ?? 0, BATCH)
          : skipped.slice(due.length);
      }
      yield batch.sort((a, b) => a.row - b.row);
      if (isLast) return;
      afterRow = upTo;
    }
  }
}
