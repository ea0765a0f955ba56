import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whileAlone } from '../../common/database';
import { outputStorageKey } from '../../images';
import { Storage } from '../../storage';

/** The images, with their files, of one step: as many as S3 removes in one call. */
const IMAGES = 1_000;

/** The lines of the log, or skipped rows, of one step. */
const LINES = 10_000;

interface Deleted {
  id: string;
  sourceFile: string;
}

/**
 * Removes what is left of deleted requests: files first, so that no row goes while its file stays, and outside of any
 * transaction, since a storage may take its time. A file is one request's only, and no request comes back: to remove
 * files whose rows then stay for a while is harmless, and so is to remove them again.
 */
@Injectable()
export class Deletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
  ) {}

  async requests(): Promise<Deleted[]> {
    return this.dataSource.query(
      `SELECT id, source_file AS "sourceFile" FROM requests WHERE deleted_at IS NOT NULL ORDER BY id`,
    );
  }

  /** Removes a chunk of a request. @returns whether there is more for this process to remove */
  async nextChunk(request: Deleted): Promise<boolean> {
    const isMore = await whileAlone(this.dataSource, `deletion of ${request.id}`, () =>
      this.removeChunk(request),
    );
    return isMore ?? false;
  }

  private async removeChunk({ id, sourceFile }: Deleted): Promise<boolean> {
    if (await this.removeProducts(id)) return true;
    if (await this.removeLines('skipped_rows', 'row', id)) return true;
    if (await this.removeLines('processing_logs', 'id', id)) return true;
    await this.storage.remove([sourceFile]);
    await this.dataSource.query('DELETE FROM requests WHERE id = $1', [id]);
    return false;
  }

  /** Removes some images, and not always all of a product with very many. @returns whether there were any */
  private async removeProducts(requestId: string): Promise<boolean> {
    const products = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM products WHERE request_id = $1 ORDER BY row LIMIT $2',
      [requestId, IMAGES],
    );
    if (products.length === 0) return false;
    const productIds = products.map(({ id }) => id);
    // This goes product by product until there are enough, however many images the others have: OFFSET prevents a join.
    const images = await this.dataSource.query<{ id: string; file: string | null }[]>(
      `SELECT image.id, image.output_file AS file FROM unnest($1::uuid[]) AS product (id)
        CROSS JOIN LATERAL (SELECT id, output_file FROM images WHERE product_id = product.id OFFSET 0) AS image
        LIMIT $2`,
      [productIds, IMAGES],
    );
    const files = new Set(images.flatMap(({ file }) => file ?? []));
    await this.storage.remove([...files].flatMap(file => outputStorageKey(file) ?? []));
    await this.dataSource.transaction(async tx => {
      await tx.query('DELETE FROM images WHERE id = ANY($1)', [images.map(({ id }) => id)]);
      await tx.query(
        `DELETE FROM products WHERE id = ANY($1)
            AND NOT EXISTS (SELECT FROM images WHERE product_id = products.id)`,
        [productIds],
      );
    });
    return true;
  }

  /** @returns whether there were any */
  private async removeLines(
    table: 'skipped_rows' | 'processing_logs',
    key: 'row' | 'id',
    requestId: string,
  ): Promise<boolean> {
    const [, removed] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM ${table} WHERE request_id = $1
          AND ${key} IN (SELECT ${key} FROM ${table} WHERE request_id = $1 ORDER BY ${key} LIMIT $2)`,
      [requestId, LINES],
    );
    return removed > 0;
  }
}
