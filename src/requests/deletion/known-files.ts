import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { outputStorageKey } from '../../images';
import type { Folder } from './own-keys';

/** Knows which stored files rows refer to. */
@Injectable()
export class KnownFiles {
  constructor(private readonly dataSource: DataSource) {}

  /** The keys, out of some that Darkroom made in one folder, that a row refers to; none refers to partial files. */
  async among(folder: Folder, keys: string[]): Promise<Set<string>> {
    const names = keys.map(key => key.slice(key.lastIndexOf('/') + 1));
    switch (folder) {
      case 'images':
        return new Set(await this.images(names));
      case 'sources':
        return new Set(await this.sources(names));
      case 'partial':
        return new Set();
    }
  }

  private async images(files: string[]): Promise<string[]> {
    // The expression of the index images_by_stored_file.
    const rows = await this.dataSource.query<{ file: string }[]>(
      `SELECT DISTINCT substring(output_file from '[0-9a-f]{32}[.][a-z]+$') AS file FROM images
        WHERE output_file IS NOT NULL AND substring(output_file from '[0-9a-f]{32}[.][a-z]+$') = ANY($1)`,
      [files],
    );
    return rows.flatMap(({ file }) => outputStorageKey(file) ?? []);
  }

  private async sources(ids: string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      'SELECT source_file AS key FROM requests WHERE id = ANY($1)',
      [ids],
    );
    return rows.map(({ key }) => key);
  }
}
