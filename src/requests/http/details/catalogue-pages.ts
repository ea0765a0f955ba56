import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ImageEntity } from '../../../images';
import { ProductEntity, SkippedRowEntity } from '../../../products';
import type { WorkStatus } from '../../tally';

/** Narrows products down. */
export interface ProductFilter {
  /** Has an image in one of these states. */
  statuses?: WorkStatus[];
  /** Text in the product's name or in a URL. */
  text?: string;
}

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
  ): Promise<ProductEntity[]> {
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
    return query.getMany();
  }

  /** The images of these products, by position. */
  async imagesOf(products: ProductEntity[]): Promise<Map<string, ImageEntity[]>> {
    const images = await this.dataSource
      .createQueryBuilder(ImageEntity, 'image')
      .where('image.product_id = ANY(:ids)', { ids: products.map(product => product.id) })
      .orderBy({ 'image.product_id': 'ASC', 'image.position': 'ASC' })
      .getMany();
    const byProduct = new Map<string, ImageEntity[]>(products.map(product => [product.id, []]));
    for (const image of images) byProduct.get(image.productId)?.push(image);
    return byProduct;
  }

  /** Rows that were left out, in the order of the file. */
  skippedRows(requestId: string, afterRow: number, limit: number): Promise<SkippedRowEntity[]> {
    return this.dataSource
      .createQueryBuilder(SkippedRowEntity, 'skipped')
      .where('skipped.request_id = :requestId AND skipped.row > :afterRow', { requestId, afterRow })
      .orderBy('skipped.row')
      .limit(limit)
      .getMany();
  }
}
