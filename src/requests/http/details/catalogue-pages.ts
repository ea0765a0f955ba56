import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { ImageEntity } from '../../../images';
import { ProductEntity, SkippedRowEntity } from '../../../products';
import { WORK_STATUSES, type WorkStatus } from '../../tally';

/** Narrows products down. */
export interface ProductFilter {
  /** Has an image in one of these states. */
  statuses?: WorkStatus[];
  /** Text in the product's name or in a URL. */
  text?: string;
}

/** What files are written from. */
export interface StoredProduct<Image = StoredImage> {
  row: number;
  serialNumber: number | null;
  productName: string;
  extra: string[];
  /** By position. */
  images: Image[];
}

/** What is read of an image for its result, and for why it has none. */
export const RESULT = ['position', 'inputImageUrl', 'outputFile'] as const satisfies (keyof ImageEntity)[];
export const REJECT = [
  'position',
  'inputImageUrl',
  'status',
  'errorCode',
  'errorMessage',
] as const satisfies (keyof ImageEntity)[];

export type StoredImage = Pick<ImageEntity, (typeof RESULT)[number]>;
export type RejectedImage = Pick<ImageEntity, (typeof REJECT)[number]>;

const SHOWN = [
  'id',
  'productId',
  'position',
  'inputImageUrl',
  'outputFile',
  'status',
  'outcome',
  'errorCode',
  'errorMessage',
  'httpStatus',
  'bytesIn',
  'bytesOut',
  'width',
  'height',
  'format',
  'attempts',
  'startedAt',
  'finishedAt',
] as const satisfies (keyof ImageEntity)[];

/** What is shown of an image. */
export type ShownImage = Pick<ImageEntity, (typeof SHOWN)[number]>;

/** SQL: when work on an image began. Where its URL came before in the request, that was the work on its leader. */
const STARTED_AT = `CASE WHEN image.leader_id = image.id THEN image.started_at
  ELSE (SELECT leader.started_at FROM images leader WHERE leader.id = image.leader_id) END`;

const SHOWN_OF_PRODUCT = [
  'id',
  'row',
  'serialNumber',
  'productName',
  'status',
  'images',
] as const satisfies (keyof ProductEntity)[];

/** The tally is several columns. */
const COLUMNS_OF_PRODUCT = SHOWN_OF_PRODUCT.flatMap(name =>
  name === 'images' ? WORK_STATUSES.map(status => `images.${status}`) : [name],
);

/** What is shown of a product: not its further cells, which may be long. */
export type ShownProduct = Pick<ProductEntity, (typeof SHOWN_OF_PRODUCT)[number]>;

/** A row, and about how many bytes it takes to hold what is in it. */
export interface MeasuredRow {
  row: number;
  weight: number;
}

/** Bytes that an image counts for. Its URL is seldom so long, and to measure it would be to read it. */
const WEIGHT_OF_AN_IMAGE = 500;

const WEIGHT_OF_A_PRODUCT = `octet_length(product.product_name) + octet_length(product.extra::text) + ${WEIGHT_OF_AN_IMAGE} *
  (${WORK_STATUSES.map(status => `product.images_${status}`).join(' + ')})`;
const WEIGHT_OF_A_SKIPPED_ROW = 'octet_length(skipped.cells::text) + octet_length(skipped.error_message)';

const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/**
 * Reads a request's rows page by page (keyset by row), each in short queries of its own, so that a download of
 * a million rows holds no snapshot that would stop vacuum.
 */
@Injectable()
export class CataloguePages {
  constructor(private readonly dataSource: DataSource) {}

  /** Products behind a row, in the order of the file. */
  products(
    requestId: string,
    afterRow: number,
    limit: number,
    filter: ProductFilter = {},
  ): Promise<ShownProduct[]> {
    return this.behind(requestId, afterRow, limit, filter)
      .select(COLUMNS_OF_PRODUCT.map(name => `product.${name}`))
      .getMany();
  }

  /** The same, measured only: a thousand rows may be a gigabyte. */
  measuredProducts(
    requestId: string,
    afterRow: number,
    limit: number,
    filter: ProductFilter = {},
  ): Promise<MeasuredRow[]> {
    return this.behind(requestId, afterRow, limit, filter)
      .select('product.row', 'row')
      .addSelect(WEIGHT_OF_A_PRODUCT, 'weight')
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

  /** Rows as JSON, whose columns Postgres looks up once: objects that are built one by one take a third longer. */
  private imagesWith(fields: readonly (keyof ImageEntity)[]): string {
    const { columns: all } = this.dataSource.getMetadata(ImageEntity);
    const columns = all
      .filter(({ propertyName }) => fields.some(field => field === propertyName))
      .map(({ databaseName, propertyName }) => `i.${databaseName} AS "${propertyName}"`);
    return `(SELECT json_agg(image ORDER BY image.position)
       FROM (SELECT ${columns.join(', ')} FROM images i WHERE i.product_id = product.id) image)`;
  }

  private behind(
    requestId: string,
    afterRow: number,
    limit: number,
    filter: ProductFilter,
  ): SelectQueryBuilder<ProductEntity> {
    const query = this.dataSource
      .createQueryBuilder(ProductEntity, 'product')
      .where('product.request_id = :requestId AND product.row > :afterRow', { requestId, afterRow })
      .orderBy('product.row')
      .limit(limit);
    if (filter.statuses) {
      query.andWhere(
        'EXISTS (SELECT 1 FROM images i WHERE i.product_id = product.id AND i.status = ANY(:statuses))',
        { statuses: filter.statuses },
      );
    }
    if (filter.text) {
      query.andWhere(
        `(product.product_name ILIKE :text OR EXISTS
           (SELECT 1 FROM images i WHERE i.product_id = product.id AND i.input_image_url ILIKE :text))`,
        { text: `%${literally(filter.text)}%` },
      );
    }
    return query;
  }

  /** The images of these products, by position. */
  async imagesOf(products: ShownProduct[]): Promise<Map<string, ShownImage[]>> {
    const query = this.dataSource.createQueryBuilder(ImageEntity, 'image').select([]);
    for (const name of SHOWN) query.addSelect(name === 'startedAt' ? STARTED_AT : `image.${name}`, name);
    const images = await query
      .where('image.product_id = ANY(:ids)', { ids: products.map(product => product.id) })
      .orderBy({ 'image.product_id': 'ASC', 'image.position': 'ASC' })
      .getRawMany<ShownImage>();
    const byProduct = new Map<string, ShownImage[]>(products.map(product => [product.id, []]));
    for (const image of images) byProduct.get(image.productId)?.push(image);
    return byProduct;
  }

  /** Rows behind a row that were left out, in the order of the file, measured only. */
  measuredSkippedRows(requestId: string, afterRow: number, limit: number): Promise<MeasuredRow[]> {
    return this.dataSource
      .createQueryBuilder(SkippedRowEntity, 'skipped')
      .select('skipped.row', 'row')
      .addSelect(WEIGHT_OF_A_SKIPPED_ROW, 'weight')
      .where('skipped.request_id = :requestId AND skipped.row > :afterRow', { requestId, afterRow })
      .orderBy('skipped.row')
      .limit(limit)
      .getRawMany<MeasuredRow>();
  }

  /** Those of these rows that were left out, in the order of the file. */
  skippedRows(requestId: string, rows: readonly number[]): Promise<SkippedRowEntity[]> {
    return this.dataSource
      .createQueryBuilder(SkippedRowEntity, 'skipped')
      .where('skipped.request_id = :requestId AND skipped.row = ANY(:rows)', { requestId, rows })
      .orderBy('skipped.row')
      .getMany();
  }
}
