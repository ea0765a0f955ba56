import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { ProductEntity } from '../../../products';
import type { WorkStatus } from '../../tally';

/** Narrows products down. */
export interface ProductFilter {
  /** Only products with an image in one of these states. */
  statuses?: WorkStatus[];
  /** Only products with this text in the name or in a URL. */
  text?: string;
}

/** A page of a request's products: those behind a row, in the order of the file. What is read of them is still open. */
export function productsBehind(
  dataSource: DataSource,
  requestId: string,
  afterRow: number,
  limit: number,
  filter: ProductFilter = {},
): SelectQueryBuilder<ProductEntity> {
  const query = dataSource
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
      `(${holdsText('product.product_name')} OR EXISTS
         (SELECT 1 FROM images i WHERE i.product_id = product.id AND ${holdsText('i.input_image_url')}))`,
      { text: `%${literally(filter.text)}%`, textLength: [...filter.text].length },
    );
  }
  return query;
}

const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/**
 * SQL: whether a column holds the text, in any case. Postgres puts the pattern in lower case for every row, which takes
 * 20 µs for a long URL; hardly any row is as long as that.
 */
const holdsText = (column: string) => `(length(${column}) >= :textLength AND ${column} ILIKE :text)`;
