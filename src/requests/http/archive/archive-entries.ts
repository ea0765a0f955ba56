import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { outputFilename, rejectsFilename } from '../../../csv';
import { outputStorageKey } from '../../../images';
import type { RequestEntity } from '../../request.entity';
import { CatalogueRows } from '../catalogue/catalogue-rows';
import type { ResultImage, StoredProduct } from '../catalogue/stored-catalogue';
import { CHARACTERS_READ, distinctFolders, entryName, portableName, type NamedProduct } from './entry-names';

/** Names read in one query, and gone through in a few dozen milliseconds. */
const NAMES_PAGE = 5_000;

/** A stored result, and its path in an archive. */
export interface ArchiveEntry {
  key: string;
  name: string;
}

/** The facts about a request that an archive needs. */
export type ArchivedRequest = Pick<RequestEntity, 'id' | 'filename'>;

/** Gives the path of each image of a request in its archive; null for one without a result. */
export type NameEntry = (product: StoredProduct, image: ResultImage) => ArchiveEntry | null;

/** The results of a request in the order of its rows, by product. */
@Injectable()
export class ArchiveEntries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: CatalogueRows,
  ) {}

  async *of(request: ArchivedRequest): AsyncGenerator<ArchiveEntry> {
    const nameOf = await this.namesOf(request);
    for await (const batch of this.rows.results(request.id, false)) {
      for (const row of batch) {
        if (row.kind === 'skipped') continue;
        for (const image of row.product.images) {
          const entry = nameOf(row.product, image);
          if (entry) yield entry;
        }
      }
    }
  }

  /** Looks once for the names that several products share; the rest is a matter of the row. */
  async namesOf({ id, filename }: ArchivedRequest): Promise<NameEntry> {
    const upload = portableName(filename);
    const files = [outputFilename(upload), rejectsFilename(upload)];
    const folders = await distinctFolders(() => this.names(id), files);
    return ({ productName, row }, { outputFile, position }) => {
      const key = outputFile && outputStorageKey(outputFile);
      if (!key) return null;
      const folder = folders.get(row) ?? portableName(productName);
      return { key, name: entryName(folder, position, key.slice(key.lastIndexOf('.') + 1)) };
    };
  }

  private async *names(requestId: string): AsyncGenerator<NamedProduct[]> {
    for (let afterRow: number | undefined = 0; afterRow !== undefined;) {
      const page: NamedProduct[] = await this.dataSource.query<NamedProduct[]>(
        `SELECT row, coalesce(serial_number, row) AS serial, left(product_name, $4) AS name
           FROM products WHERE request_id = $1 AND row > $2 ORDER BY row LIMIT $3`,
        [requestId, afterRow, NAMES_PAGE, CHARACTERS_READ],
      );
      yield page;
      afterRow = page.at(-1)?.row;
    }
  }
}
