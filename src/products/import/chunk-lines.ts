import { skippedRowReason } from '../../csv';
import { hostOf } from '../../common/outbound';
import { imageIdOf } from '../../images';
import { productIdOf } from '../product-id';
import type { Chunk, Repetition } from './chunk';
import { arrayLiteral, copyLine } from './copy-text';

export const PRODUCT_COLUMNS =
  'products (id, request_id, row, serial_number, product_name, extra, status, images_pending)';
export const IMAGE_COLUMNS =
  'images (id, request_id, product_id, position, input_image_url, host, leader_id, first_id)';
export const SKIPPED_COLUMNS = 'skipped_rows (request_id, row, cells, error_code, error_message)';

interface ImageColumns {
  id: string;
  productId: string;
  position: number;
  url: string;
}

/** A chunk as `COPY` takes it. */
export class ChunkLines {
  /** The lines for PRODUCT_COLUMNS. */
  readonly products: string[];
  /** The lines for SKIPPED_COLUMNS. */
  readonly skipped: string[];
  /** The lines for IMAGE_COLUMNS, each the only one with its URL until `repeat` is told otherwise. */
  readonly images: string[];
  private readonly requestId: string;
  private readonly columns: ImageColumns[];

  constructor(chunk: Chunk) {
    this.requestId = chunk.requestId;
    this.products = productLines(chunk);
    this.skipped = skippedLines(chunk);
    this.columns = imageColumns(chunk);
    this.images = this.columns.map(image => this.imageLine(image, image.id, null));
  }

  /** Rewrites the lines of images whose URL came before. @returns the ids of those that follow another one */
  repeat(repetitions: readonly Repetition[]): string[] {
    const followers: string[] = [];
    for (const { index, kind, ofId } of repetitions) {
      const image = this.columns[index]!;
      this.images[index] =
        kind === 'follower' ? this.imageLine(image, ofId, null) : this.imageLine(image, image.id, ofId);
      if (kind === 'follower') followers.push(image.id);
    }
    return followers;
  }

  private imageLine(
    { id, productId, position, url }: ImageColumns,
    leaderId: string,
    firstId: string | null,
  ) {
    return copyLine([id, this.requestId, productId, position, url, hostOf(url), leaderId, firstId]);
  }
}

function productLines({ requestId, products }: Chunk): string[] {
  return products.map(({ row, serialNumber, productName, extra, imageUrls }) =>
    copyLine([
      productIdOf(requestId, row),
      requestId,
      row,
      serialNumber,
      productName,
      arrayLiteral(extra),
      'pending',
      imageUrls.length,
    ]),
  );
}

function imageColumns({ requestId, products, firstSequence }: Chunk): ImageColumns[] {
  let sequence = firstSequence;
  return products.flatMap(({ row, imageUrls }) => {
    const productId = productIdOf(requestId, row);
    return imageUrls.map((url, index) => {
      const id = imageIdOf(requestId, sequence++);
      return { id, productId, position: index + 1, url };
    });
  });
}

function skippedLines({ requestId, skipped }: Chunk): string[] {
  return skipped.map(({ row, cells, problems }) => {
    const { code, message } = skippedRowReason(problems);
    return copyLine([requestId, row, arrayLiteral(cells), code, message]);
  });
}
