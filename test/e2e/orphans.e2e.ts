import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { Orphans } from '../../src/requests/deletion/orphans';
import { LocalStorage } from '../../src/storage/local.storage';
import { type FreshServers, freshServers } from '../support/servers';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const hash = (digit: string) => digit.repeat(32);
const TWO_HOURS_AGO = new Date(Date.now() - 2 * 3_600_000);

describe('the sweep of orphans', () => {
  let servers: FreshServers;
  let dataSource: DataSource;
  let folder: string;
  let storage: LocalStorage;
  const requestId = uuidv7();

  beforeAll(async () => {
    servers = await freshServers();
    folder = await temporaryFolder();
    storage = new LocalStorage(folder);
    dataSource = await new DataSource(dataSourceOptions(servers.databaseUrl, 'test', 3)).initialize();
    await runMigrations(dataSource);
    await dataSource.query(
      `INSERT INTO requests (id, owner, base_url, filename, source_file, layout, limits, options, on_invalid, skipped_rows)
       VALUES ($1, 'default', 'http://localhost', 'a.csv', $2, '{}', '{}', '{}', 'reject', 0)`,
      [requestId, `sources/${requestId}`],
    );
    const productId = uuidv7();
    await dataSource.query(
      `INSERT INTO products (id, request_id, row, product_name, extra, status) VALUES ($1, $2, 1, 'Shoe', '{}', 'completed')`,
      [productId, requestId],
    );
    const imageId = uuidv7();
    await dataSource.query(
      `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status, output_file)
       VALUES ($1, $2, $3, 1, 'https://a.example/shoe.jpg', 'a.example:443', $1, 'completed', $4)`,
      [imageId, requestId, productId, `red.shoe-${hash('a')}.jpg`],
    );
  });

  afterAll(async () => {
    await dataSource.destroy();
    await servers.stop();
    await removeTemporaryFolder(folder);
  });

  async function stored(key: string, changedAt: Date): Promise<void> {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'content');
    await utimes(path, changedAt, changedAt);
  }

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    for (const top of ['images', 'sources', 'partial']) {
      for await (const key of storage.olderThan(top, new Date())) found.push(key);
    }
    return found.sort();
  }

  it('removes old files that no row refers to, and leaves all others', async () => {
    const kept = [`images/aa/${hash('a')}.jpg`, `sources/${requestId}`];
    for (const key of kept) await stored(key, TWO_HOURS_AGO);
    await stored(`images/cc/${hash('c')}.jpg`, new Date(Date.now() - 60_000));
    await stored(`images/bb/${hash('b')}.jpg`, TWO_HOURS_AGO);
    await stored(`images/aa/${hash('a')}.png`, TWO_HOURS_AGO);
    await stored(`sources/${uuidv7()}`, TWO_HOURS_AGO);
    await stored(`partial/${uuidv7()}`, TWO_HOURS_AGO);

    await expect(new Orphans(dataSource, storage).remove()).resolves.toBe(4);

    expect(await keys()).toEqual([...kept, `images/cc/${hash('c')}.jpg`].sort());
  });
});
