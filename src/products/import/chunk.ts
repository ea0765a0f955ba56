import { type CatalogueRow, type ProductRow, type SkippedRow, skippedRowReason } from '../../csv';
import { hostOf, imageIdOf } from '../../images';
import { productIdOf } from '../product-id';
import { arrayLiteral, copyLine } from './copy-text';
import type { UrlLeaders } from './url-leaders';

/** An image whose URL probably came before. */
export interface Repetition {
  imageId: string;
  url: string;
  /** The image that came first with this URL. */
  leaderId: string;
}

/** Rows of a catalogue on their way into the tables, which go there together. */
export class Chunk {
  readonly products: ProductRow[] = [];
  readonly skipped: SkippedRow[] = [];
  images = 0;

  /**
   * @param firstSequence of its first image within the request
   * @param lastRow the last data row in it, or before it while it is empty
   */
  constructor(
    private readonly requestId: string,
    readonly firstSequence: number,
    public lastRow = 0,
  ) {}

  /** Of the first image behind it. */
  get nextSequence(): number {
    return this.firstSequence + this.images;
  }

  add(row: CatalogueRow): void {
    this.lastRow = row.row;
    if (row.kind === 'skipped') {
      this.skipped.push(row);
      return;
    }
    this.products.push(row);
    this.images += row.imageUrls.length;
  }

  /** Its images or its rows, whichever are more. */
  get size(): number {
    return Math.max(this.images, this.products.length + this.skipped.length);
  }

  /** The images of the chunk whose URLs were seen before, within the chunk or in earlier ones. */
  repetitions(leaders: UrlLeaders): Repetition[] {
    let sequence = this.firstSequence;
    return this.products.flatMap(({ imageUrls }) =>
      imageUrls.flatMap(url => {
        const imageId = imageIdOf(this.requestId, sequence);
        const first = leaders.claim(url, sequence++);
        return first === null ? [] : [{ imageId, url, leaderId: imageIdOf(this.requestId, first) }];
      }),
    );
  }

  /** The URLs of its images by their ids. */
  urls(): Map<string, string> {
    let sequence = this.firstSequence;
    return new Map(
      this.products.flatMap(({ imageUrls }) =>
        imageUrls.map(url => [imageIdOf(this.requestId, sequence++), url] as const),
      ),
    );
  }

  /** Lines for PRODUCT_COLUMNS. */
  productLines(): string[] {
    return this.products.map(({ row, serialNumber, productName, extra, imageUrls }) =>
      copyLine([
        productIdOf(this.requestId, row),
        this.requestId,
        row,
        serialNumber,
        productName,
        arrayLiteral(extra),
        'pending',
        imageUrls.length,
      ]),
    );
  }

  /** Lines for IMAGE_COLUMNS. @param leaderOf the leader of an image that is not its own */
  imageLines(leaderOf: Map<string, string>): string[] {
    let sequence = this.firstSequence;
    return this.products.flatMap(({ row, imageUrls }) => {
      const productId = productIdOf(this.requestId, row);
      return imageUrls.map((url, index) => {
        const id = imageIdOf(this.requestId, sequence++);
        return copyLine([id, this.requestId, productId, index + 1, url, hostOf(url), leaderOf.get(id) ?? id]);
      });
    });
  }

  /** Lines for SKIPPED_COLUMNS. */
  skippedLines(): string[] {
    return this.skipped.map(skipped => {
      const { code, message } = skippedRowReason(skipped.problems);
      return copyLine([this.requestId, skipped.row, arrayLiteral(skipped.cells), code, message]);
    });
  }
}

export const PRODUCT_COLUMNS =
  'products (id, request_id, row, serial_number, product_name, extra, status, images_pending)';
export const IMAGE_COLUMNS =
  'images (id, request_id, product_id, position, input_image_url, host, leader_id)';
export const SKIPPED_COLUMNS = 'skipped_rows (request_id, row, cells, error_code, error_message)';
