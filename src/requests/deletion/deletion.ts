import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { outputStorageKey } from '../../images';
import { Storage } from '../../storage';

/** Products in one transaction, with their images. */
const PRODUCTS = 500;

/** Lines of the log, or skipped rows, in one transaction. */
const LINES = 10_000;

interface Deleted {
  id: string;
  sourceFile: string;
}

/** Removes what is left of deleted requests: files first, so that no row goes while its file stays. */
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

  /** @returns whether there is more for this process to remove */
  nextChunk(request: Deleted): Promise<boolean> {
    return this.dataSource.transaction(async tx => {
      const [mine] = await tx.query<unknown[]>(
        'SELECT 1 FROM requests WHERE id = $1 FOR UPDATE SKIP LOCKED',
        [request.id],
      );
      // Another process is at it.
      if (!mine) return false;
      if (await this.removeProducts(tx, request.id)) return true;
      if (await this.removeLines(tx, 'skipped_rows', 'row', request.id)) return true;
      if (await this.removeLines(tx, 'processing_logs', 'id', request.id)) return true;
      await this.storage.remove([request.sourceFile]);
      await tx.query('DELETE FROM requests WHERE id = $1', [request.id]);
      return false;
    });
  }

  /** @returns whether there were any */
  private async removeProducts(tx: EntityManager, requestId: string): Promise<boolean> {
    const products = await tx.query<{ id: string }[]>(
      'SELECT id FROM products WHERE request_id = $1 ORDER BY row LIMIT $2',
      [requestId, PRODUCTS],
    );
    if (products.length === 0) return false;
    const ids = products.map(product => product.id);
    const files = await tx.query<{ file: string }[]>(
      'SELECT DISTINCT output_file AS file FROM images WHERE product_id = ANY($1) AND output_file IS NOT NULL',
      [ids],
    );
    await this.storage.remove(files.flatMap(({ file }) => outputStorageKey(file) ?? []));
    await tx.query('DELETE FROM images WHERE product_id = ANY($1)', [ids]);
    await tx.query('DELETE FROM products WHERE id = ANY($1)', [ids]);
    return true;
  }

  /** @returns whether there were any */
  private async removeLines(
    tx: EntityManager,
    table: 'skipped_rows' | 'processing_logs',
    key: 'row' | 'id',
    requestId: string,
  ): Promise<boolean> {
    const [, removed] = await tx.query<[unknown[], number]>(
      `DELETE FROM ${table} WHERE request_id = $1
          AND ${key} IN (SELECT ${key} FROM ${table} WHERE request_id = $1 ORDER BY ${key} LIMIT $2)`,
      [requestId, LINES],
    );
    return removed > 0;
  }
}
