import { Injectable } from '@nestjs/common';
import { weightOf } from '../../../csv';
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

/** Rows read in one query: so many at first, while nobody knows how long they are, and so many at most. */
const FIRST_BATCH = 100;
const LARGEST_BATCH = 1_000;

/** What the rows of one query weigh (see `weightOf`), about: rows may be a megabyte long. */
const BATCH_WEIGHT = 4 * 1024 * 1024;

const REJECTED: ProductFilter = { statuses: ['failed', 'cancelled'] };

const knownUpTo = (page: { row: number }[], limit: number) =>
  page.length < limit ? Infinity : (page.at(-1)?.row ?? Infinity);

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
type ReadProducts<Image> = (afterRow: number, limit: number) => Promise<StoredProduct<Image>[]>;

/** The data rows of a request, in the order of the file, a batch at a time. */
@Injectable()
export class CatalogueRows {
  constructor(private readonly pages: CataloguePages) {}

  /** All of them. */
  results(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<StoredImage>[]> {
    return this.read(requestId, hasSkipped, (row, limit) =>
      this.pages.withImages(requestId, row, limit, RESULT),
    );
  }

  /** Products without a result of each image, and what was left out. */
  rejects(requestId: string, hasSkipped: boolean): AsyncGenerator<StoredRow<RejectedImage>[]> {
    return this.read(requestId, hasSkipped, (row, limit) =>
      this.pages.withImages(requestId, row, limit, REJECT, REJECTED),
    );
  }

  private async *read<Image extends WithUrl>(
    requestId: string,
    hasSkipped: boolean,
    productsBehind: ReadProducts<Image>,
  ): AsyncGenerator<StoredRow<Image>[]> {
    const behind = (row: number, limit: number) =>
      this.batch(requestId, row, limit, hasSkipped, productsBehind);
    for (let next: Promise<Batch<Image>> | null = behind(0, FIRST_BATCH); next;) {
      const { rows, upTo }: Batch<Image> = await next;
      // Postgres reads the next batch while this one is written.
      next = upTo === Infinity ? null : behind(upTo, batchAfter(rows));
      // Heard of in the next round, if there is one: nobody may want to read on.
      next?.catch(() => undefined);
      yield rows;
    }
  }

  private async batch<Image>(
    requestId: string,
    afterRow: number,
    limit: number,
    hasSkipped: boolean,
    productsBehind: ReadProducts<Image>,
  ): Promise<Batch<Image>> {
    const products = await productsBehind(afterRow, limit);
    const skipped = hasSkipped ? await this.pages.skippedRows(requestId, afterRow, limit) : [];
    // What comes behind the end of a full page is not known yet, so the other kind waits there.
    const upTo = Math.min(knownUpTo(products, limit), knownUpTo(skipped, limit));
    const rows: StoredRow<Image>[] = [];
    for (const product of products)
      if (product.row <= upTo) rows.push({ kind: 'product', row: product.row, product });
    for (const row of skipped)
      if (row.row <= upTo) rows.push({ kind: 'skipped', row: row.row, skipped: row });
    return { rows: rows.sort((a, b) => a.row - b.row), upTo };
  }
}

interface WithUrl {
  inputImageUrl: string;
}

/** How many rows to read next, if they are as heavy as these. */
function batchAfter(rows: readonly StoredRow<WithUrl>[]): number {
  const weight = rows.reduce((sum, row) => sum + weightOfRow(row), 0);
  const fitting = Math.floor((BATCH_WEIGHT * rows.length) / Math.max(1, weight));
  return Math.min(LARGEST_BATCH, Math.max(1, fitting));
}

function weightOfRow(row: StoredRow<WithUrl>): number {
  if (row.kind === 'skipped') return weightOf([...row.skipped.cells, row.skipped.errorMessage]);
  const { productName, extra, images } = row.product;
  return weightOf([productName, ...extra, ...images.map(({ inputImageUrl }) => inputImageUrl)]);
}
