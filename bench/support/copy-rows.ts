import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { IMAGE_COLUMNS, PRODUCT_COLUMNS } from '../../src/products/import/chunk-lines';
import { expectEqual } from './check-outputs';
import { connected } from './postgres-client';
import type { Servers } from './servers';

/** What an import writes, as `COPY` takes it: a file for each table. */
interface Dump {
  target: string;
  file: string;
}

/** Rows of an import, to be copied in without the service. */
export class CopiedRows {
  private constructor(private readonly dumps: readonly Dump[]) {}

  /** Takes the rows that the service imported out of its database. */
  static async outOf(databaseUrl: string, folder: string): Promise<CopiedRows> {
    const requests = 'requests';
    const parts = [
      { target: requests, order: 'id', columns: '*' },
      { target: PRODUCT_COLUMNS, order: 'row', columns: columnsOf(PRODUCT_COLUMNS) },
      { target: IMAGE_COLUMNS, order: 'id', columns: columnsOf(IMAGE_COLUMNS) },
    ];
    const dumps: Dump[] = [];
    await connected(databaseUrl, async client => {
      for (const { target, order, columns } of parts) {
        const [table = ''] = target.split(' ');
        const file = join(folder, `${table}.copy`);
        const rows = client.query(
          copyTo(`COPY (SELECT ${columns} FROM ${table} ORDER BY ${order}) TO STDOUT`),
        );
        await pipeline(rows, createWriteStream(file));
        dumps.push({ target, file });
      }
    });
    return new CopiedRows(dumps);
  }

  /** Copies them into the same tables of an empty database, one `COPY` a table as psql does it. @returns seconds */
  async copyIn(servers: Servers, images: number): Promise<number> {
    const database = await servers.database();
    const dataSource = await new DataSource(dataSourceOptions(database.url, 'bench', 2)).initialize();
    await runMigrations(dataSource);
    await dataSource.destroy();
    await servers.checkpoint();
    const seconds = await connected(database.url, async client => {
      const begun = performance.now();
      for (const { target, file } of this.dumps) {
        await pipeline(
          createReadStream(file, { highWaterMark: 2 ** 20 }),
          client.query(copyFrom(`COPY ${target} FROM STDIN`)),
        );
      }
      const seconds = (performance.now() - begun) / 1_000;
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM images');
      expectEqual('copied images', rows[0]?.count, images);
      return seconds;
    });
    await database.drop();
    return seconds;
  }
}

/** `id, row` of `products (id, row)`. */
function columnsOf(target: string): string {
  return target.slice(target.indexOf('(') + 1, -1);
}
