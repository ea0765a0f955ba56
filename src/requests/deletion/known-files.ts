import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';

/** The folders of a storage; to what is in `partial` no row refers. */
export const FOLDERS = ['images', 'sources', 'partial'] as const;

export type Folder = (typeof FOLDERS)[number];

/** Which stored files rows refer to. */
@Injectable()
export class KnownFiles {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of some keys of a folder that a row refers to. */
  async among(folder: Folder, keys: string[]): Promise<Set<string>> {
    switch (folder) {
      case 'images':
        return new Set(await this.images(keys));
      case 'sources':
        return new Set(await this.sources(keys));
      case 'partial':
        return new Set();
    }
  }

  private async images(keys: string[]): Promise<string[]> {
    const keyOfFile = new Map(keys.map(key => [key.split('/').at(-1), key]));
    // The expression of the index images_by_stored_file.
    const rows = await this.dataSource.query<{ file: string }[]>(
      `SELECT DISTINCT substring(output_file from '[0-9a-f]{32}[.][a-z]+$') AS file FROM images
        WHERE output_file IS NOT NULL AND substring(output_file from '[0-9a-f]{32}[.][a-z]+$') = ANY($1)`,
      [[...keyOfFile.keys()]],
    );
    return rows.flatMap(({ file }) => keyOfFile.get(file) ?? []);
  }

  private async sources(keys: string[]): Promise<string[]> {
    const keyOfId = new Map(keys.map(key => [key.split('/').at(-1) ?? '', key]));
    const rows = await this.dataSource.query<{ id: string }[]>('SELECT id FROM requests WHERE id = ANY($1)', [
      [...keyOfId.keys()].filter(id => isUUID(id)),
    ]);
    return rows.flatMap(({ id }) => keyOfId.get(id) ?? []);
  }
}
