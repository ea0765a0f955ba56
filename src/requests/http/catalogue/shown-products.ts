import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ImageEntity } from '../../../images';
import type { ProductEntity } from '../../../products';
import { WORK_STATUSES } from '../../tally';
import { type ProductFilter, productsBehind } from './products-behind';

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

/** The fields of an image that clients see. */
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

/** The fields of a product that are one column each; the tally is several. */
const COLUMNS_OF_PRODUCT = SHOWN_OF_PRODUCT.flatMap(name =>
  name === 'images' ? WORK_STATUSES.map(status => `images.${status}`) : [name],
);

/** The fields of a product that clients see: not its further cells, which may be long. */
export type ShownProduct = Pick<ProductEntity, (typeof SHOWN_OF_PRODUCT)[number]>;

/** Reads what is shown of a request's products, a page at a time (keyset by row). */
@Injectable()
export class ShownProducts {
  constructor(private readonly dataSource: DataSource) {}

  /** Products behind a row, in the order of the file. */
  behind(requestId: string, afterRow: number, limit: number, filter: ProductFilter): Promise<ShownProduct[]> {
    return productsBehind(this.dataSource, requestId, afterRow, limit, filter)
      .select(COLUMNS_OF_PRODUCT.map(name => `product.${name}`))
      .getMany();
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
}
