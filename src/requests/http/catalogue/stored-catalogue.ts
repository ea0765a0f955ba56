import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ImageEntity } from '../../../images';
import { ProductEntity, SkippedRowEntity } from '../../../products';
import { WORK_STATUSES } from '../../tally';
import { type ProductFilter, productsBehind } from './products-behind';

/** A product as files are written from it. */
export interface StoredProduct<Image = ResultImage> {
  row: number;
  serialNumber: number | null;
  productName: string;
  extra: string[];
  /** The images by position. */
  images: Image[];
}

/** The fields of an image that show its result, or why it has none. */
export const RESULT = ['position', 'inputImageUrl', 'outputFile'] as const satisfies (keyof ImageEntity)[];
export const REJECT = [
  'position',
  'inputImageUrl',
  'status',
  'errorCode',
  'errorMessage',
] as const satisfies (keyof ImageEntity)[];

export type ResultImage = Pick<ImageEntity, (typeof RESULT)[number]>;
export type RejectedImage = Pick<ImageEntity, (typeof REJECT)[number]>;

/** A row, and about how many bytes its content takes. */
export interface MeasuredRow {
  row: number;
  weight: number;
}

/** The weight of an image. Its URL is rarely so long, and measuring it would mean reading it. */
const BYTES_OF_AN_IMAGE = 500;

const BYTES_OF_A_PRODUCT = `octet_length(product.product_name) + octet_length(product.extra::text) + ${BYTES_OF_AN_IMAGE} *
  (${WORK_STATUSES.map(status => `product.images_${status}`).join(' + ')})`;
const BYTES_OF_A_SKIPPED_ROW = 'octet_length(skipped.cells::text) + octet_length(skipped.error_message)';

/**
 * Reads a request's rows for files: measures a page of them (keyset by row), then reads those that are asked for. Each
 * is a short query of its own, so that a download of a million rows holds no snapshot that would stop vacuum.
 */
@Injectable()
export class StoredCatalogue {
  constructor(private readonly dataSource: DataSource) {}

  /** Products behind a row, in the order of the file, measured only: a thousand rows may be a gigabyte. */
  measuredProducts(
    requestId: string,
    afterRow: number,
    limit: number,
    filter?: ProductFilter,
  ): Promise<MeasuredRow[]> {
    return productsBehind(this.dataSource, requestId, afterRow, limit, filter)
      .select('product.row', 'row')
      .addSelect(BYTES_OF_A_PRODUCT, 'weight')
      .getRawMany<MeasuredRow>();
  }

  /**
   * The products in these rows with these fields of their images, in the order of the file, as plain rows: as entities
   * they take several times as long.
   */
  withImages<Field extends keyof ImageEntity>(
    requestId: string,
    rows: readonly number[],
    fields: readonly Field[],
  ): Promise<StoredProduct<Pick<ImageEntity, Field>>[]> {
    return this.dataSource
      .createQueryBuilder(ProductEntity, 'product')
      .where('product.request_id = :requestId AND product.row = ANY(:rows)', { requestId, rows })
      .orderBy('product.row')
      .select('product.row', 'row')
      .addSelect('product.serialNumber', 'serialNumber')
      .addSelect('product.productName', 'productName')
      .addSelect('product.extra', 'extra')
      .addSelect(this.imagesWith(fields), 'images')
      .getRawMany<StoredProduct<Pick<ImageEntity, Field>>>();
  }

  /** Reads rows as JSON, whose columns Postgres looks up once: building objects one by one takes a third longer. */
  private imagesWith(fields: readonly (keyof ImageEntity)[]): string {
    const { columns: all } = this.dataSource.getMetadata(ImageEntity);
    const columns = all
      .filter(({ propertyName }) => fields.some(field => field === propertyName))
      .map(({ databaseName, propertyName }) => `i.${databaseName} AS "${propertyName}"`);
    return `(SELECT json_agg(image ORDER BY image.position)
       FROM (SELECT ${columns.join(', ')} FROM images i WHERE i.product_id = product.id) image)`;
  }

  /** Rows behind a row that were left out, in the order of the file, measured only. */
  measuredSkippedRows(requestId: string, afterRow: number, limit: number): Promise<MeasuredRow[]> {
    return this.dataSource
      .createQueryBuilder(SkippedRowEntity, 'skipped')
      .select('skipped.row', 'row')
      .addSelect(BYTES_OF_A_SKIPPED_ROW, 'weight')
      .where('skipped.request_id = :requestId AND skipped.row > :afterRow', { requestId, afterRow })
      .orderBy('skipped.row')
      .limit(limit)
      .getRawMany<MeasuredRow>();
  }

  /** The rows among these that were left out, in the order of the file. */
  skippedRows(requestId: string, rows: readonly number[]): Promise<SkippedRowEntity[]> {
    return this.dataSource
      .createQueryBuilder(SkippedRowEntity, 'skipped')
      .where('skipped.request_id = :requestId AND skipped.row = ANY(:rows)', { requestId, rows })
      .orderBy('skipped.row')
      .getMany();
  }
}
