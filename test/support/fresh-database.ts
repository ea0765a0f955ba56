import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { freshServers } from './servers';

/** A database of its own with all migrations. */
export interface FreshDatabase {
  dataSource: DataSource;
  remove(): Promise<void>;
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const servers = await freshServers();
  const dataSource = await new DataSource(dataSourceOptions(servers.databaseUrl, 'test', 3)).initialize();
  await runMigrations(dataSource);
  return {
    dataSource,
    async remove() {
      await dataSource.destroy();
      await servers.stop();
    },
  };
}

/** Writes the rows of a finished request. @returns its id; its upload is stored as `sources/<id>` */
export async function insertFinishedRequest(
  dataSource: DataSource,
  outputFiles: readonly (readonly string[])[],
): Promise<string> {
  const requestId = uuidv7();
  await dataSource.query(
    `INSERT INTO requests (id, owner, base_url, filename, source_file, layout, limits, options, on_invalid, skipped_rows, completed_at)
     VALUES ($1, 'default', 'http://localhost', 'a.csv', $2, '{}', '{}', '{}', 'reject', 0, now())`,
    [requestId, `sources/${requestId}`],
  );
  for (const [index, files] of outputFiles.entries()) {
    const productId = uuidv7();
    await dataSource.query(
      `INSERT INTO products (id, request_id, row, product_name, extra, status) VALUES ($1, $2, $3, 'Shoe', '{}', 'completed')`,
      [productId, requestId, index + 1],
    );
    await dataSource.query(
      `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status, output_file)
       SELECT id, $1, $2, position, 'https://a.example/shoe.jpg', 'a.example:443', id, 'completed', file
         FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS image (id, file, position)`,
      [requestId, productId, files.map(() => uuidv7()), files],
    );
  }
  return requestId;
}
