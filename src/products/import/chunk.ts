import { type CatalogueRow, type ProductRow, type SkippedRow, skippedRowReason } from '../../csv';
import { hostOf, imageIdOf } from '../../images';
import { productIdOf } from '../product-id';
import { arrayLiteral, copyLine } from './copy-text';
import type { UrlLeaders } from './url-leaders';

/** An image whose URL probably came before. */
export interface Repetition {
  imageId: string;
  url: string;
  /** What it is to the image that came before. */
  kind: 'follower' | 'leader';
  /** The leader that it follows, or the first image with the URL whose result it takes over. */
  ofId: string;
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
        const found = leaders.add(url, sequence++);
        if (found.kind === 'first') return [];
        const of = found.kind === 'follower' ? found.leader : found.first;
        return [{ imageId, url, kind: found.kind, ofId: imageIdOf(this.requestId, of) }];
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

  /** Lines for IMAGE_COLUMNS. @param repetitions by their image ids */
  imageLines(repetitions: Map<string, Repetition>): string[] {
    let sequence = this.firstSequence;
    return this.products.flatMap(({ row, imageUrls }) => {
      const productId = productIdOf(this.requestId, row);
      return imageUrls.map((url, index) => {
        const id = imageIdOf(this.requestId, sequence++);
        const { kind, ofId = null } = repetitions.get(id) ?? {};
        const [leaderId, firstId] = kind === 'follower' ? [ofId, null] : [id, ofId];
        return copyLine([id, this.requestId, productId, index + 1, url, hostOf(url), leaderId, firstId]);
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
  'images (id, request_id, product_id, position, input_image_url, host, leader_id, first_id)';
export const SKIPPED_COLUMNS = 'skipped_rows (request_id, row, cells, error_code, error_message)';
