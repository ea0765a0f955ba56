import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { outputStorageKey } from '../../images';
import { Storage } from '../../storage';

/** Products in one transaction, with their images. */
const CHUNK = 500;

/** Removes what is left of deleted requests: files first, so that no row goes while its file stays. */
@Injectable()
export class Deletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
  ) {}

  async requests(): Promise<{ id: string; sourceFile: string }[]> {
    return this.dataSource.query(
      `SELECT id, source_file AS "sourceFile" FROM requests WHERE deleted_at IS NOT NULL ORDER BY id`,
    );
  }

  /** @returns whether there is more to remove */
  async nextChunk({ id, sourceFile }: { id: string; sourceFile: string }): Promise<boolean> {
    const products = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM products WHERE request_id = $1 ORDER BY row LIMIT $2',
      [id, CHUNK],
    );
    if (products.length > 0) {
      await this.removeProducts(products.map(product => product.id));
      return true;
    }
    await this.storage.remove([sourceFile]);
    await this.dataSource.transaction(async tx => {
      await tx.query('DELETE FROM skipped_rows WHERE request_id = $1', [id]);
      await tx.query('DELETE FROM processing_logs WHERE request_id = $1', [id]);
      await tx.query('DELETE FROM requests WHERE id = $1', [id]);
    });
    return false;
  }

  private async removeProducts(ids: string[]): Promise<void> {
    const files = await this.dataSource.query<{ file: string }[]>(
      'SELECT DISTINCT output_file AS file FROM images WHERE product_id = ANY($1) AND output_file IS NOT NULL',
      [ids],
    );
    await this.storage.remove(files.flatMap(({ file }) => outputStorageKey(file) ?? []));
    await this.dataSource.transaction(async tx => {
      await tx.query('DELETE FROM images WHERE product_id = ANY($1)', [ids]);
      await tx.query('DELETE FROM products WHERE id = ANY($1)', [ids]);
    });
  }
}
