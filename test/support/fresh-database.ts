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

/** Writes the rows of requests whose images, each of its own, are all pending on one host. @returns their ids */
export async function insertWaitingRequests(
  dataSource: DataSource,
  host: string,
  requests: number,
  images = 1,
  age = '0 s',
): Promise<string[]> {
  const inserted = await dataSource.query<{ id: string }[]>(
    `INSERT INTO requests (id, owner, base_url, filename, source_file, layout, limits, options, on_invalid, skipped_rows,
                           images_pending, products_pending, imported_images, imported_rows, imported_at, created_at)
     SELECT id, 'default', 'http://localhost', 'a.csv', 'sources/a', '{}', '{}', '{}', 'reject', 0,
            $2, 1, $2, 1, now(), now() - $3::interval
       FROM unnest($1::uuid[]) AS request(id)
     RETURNING id`,
    [Array.from({ length: requests }, () => uuidv7()), images, age],
  );
  const ids = inserted.map(({ id }) => id);
  const productIds = ids.map(() => uuidv7());
  await dataSource.query(
    `INSERT INTO products (id, request_id, row, product_name, extra, status, images_pending)
     SELECT id, request_id, 1, 'Shoe', '{}', 'pending', $3 FROM unnest($1::uuid[], $2::uuid[]) AS product(id, request_id)`,
    [productIds, ids, images],
  );
  const imageIds = Array.from({ length: requests * images }, () => uuidv7());
  await dataSource.query(
    `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status)
     SELECT image.id, p.request_id, p.id, (n - 1) / $3 + 1, 'https://' || $4 || '/' || n, $4, image.id, 'pending'
       FROM unnest($1::uuid[]) WITH ORDINALITY AS image(id, n)
       JOIN unnest($2::uuid[]) WITH ORDINALITY AS own(id, place) ON place = (n - 1) % $3 + 1
       JOIN products p ON p.id = own.id`,
    [imageIds, productIds, requests, host],
  );
  return ids;
}
