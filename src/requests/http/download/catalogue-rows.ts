import { Injectable } from '@nestjs/common';
import type { SkippedRowEntity } from '../../../products';
import {
  CataloguePages,
  type ProductFilter,
  REJECT,
  type RejectedImage,
  RESULT,
  type StoredImage,
  type StoredProduct,
} from '../details/catalogue-pages';

/** Rows read in one query. */
const BATCH = 1_000;

const REJECTED: ProductFilter = { statuses: ['failed', 'cancelled'] };

const knownUpTo = (page: { row: number }[]) =>
  page.length < BATCH ? Infinity : (page.at(-1)?.row ?? Infinity);

/** A data row of the upload: a product with its images, or a row that was left out. */
export type StoredRow<Image> =
  | { kind: 'product'; row: number; product: StoredProduct<Image> }
  | { kind: 'skipped'; row: number; skipped: SkippedRowEntity };

/** Rows in their order, and the row up to which there are no others. */
interface Batch<Image> {
  rows: StoredRow<Image>[];
  upTo: number;
}

/** Products behind a row, in the order of the file. */
type ReadProducts<Image> = (afterRow: number) => Promise<StoredProduct<Image>[]>;

/** The data rows of a request, in the order of the file, a batch at a time. */
@Injectable()
export class CatalogueRows {
  constructor(private readonly pages: CataloguePages) {}

  /** All of them. */
  results(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<StoredImage>[]> {
    return this.read(requestId, hasSkipped, row => this.pages.withImages(requestId, row, BATCH, RESULT));
  }

  /** Products without a result of each image, and what was left out. */
  rejects(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<RejectedImage>[]> {
    return this.read(requestId, hasSkipped, row =>
      this.pages.withImages(requestId, row, BATCH, REJECT, REJECTED),
    );
  }

  private async *read<Image>(
    requestId: string,
    hasSkipped: boolean,
    productsBehind: ReadProducts<Image>,
  ): AsyncGenerator<StoredRow<Image>[]> {
    const behind = (row: number) => this.batch(requestId, row, hasSkipped, productsBehind);
    for (let next: Promise<Batch<Image>> | null = behind(0); next;) {
      const { rows, upTo }: Batch<Image> = await next;
      // Postgres reads the next batch while this one is written.
      next = upTo === Infinity ? null : behind(upTo);
      // Heard of in the next round, if there is one: nobody may want to read on.
      next?.catch(() => undefined);
      yield rows;
    }
  }

  private async batch<Image>(
    requestId: string,
    afterRow: number,
    hasSkipped: boolean,
    productsBehind: ReadProducts<Image>,
  ): Promise<Batch<Image>> {
    const products = await productsBehind(afterRow);
    const skipped = hasSkipped ? await this.pages.skippedRows(requestId, afterRow, BATCH) : [];
    // What comes behind the end of a full page is not known yet, so the other kind waits there.
    const upTo = Math.min(knownUpTo(products), knownUpTo(skipped));
    const rows: StoredRow<Image>[] = [];
    for (const product of products)
      if (product.row <= upTo) rows.push({ kind: 'product', row: product.row, product });
    for (const row of skipped)
      if (row.row <= upTo) rows.push({ kind: 'skipped', row: row.row, skipped: row });
    return { rows: rows.sort((a, b) => a.row - b.row), upTo };
  }
}
