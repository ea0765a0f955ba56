import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { KnownFiles } from '../../src/requests/deletion/known-files';
import { OrphanSweep } from '../../src/requests/deletion/orphan-sweep';
import { Orphans } from '../../src/requests/deletion/orphans';
import { loadSettings } from '../../src/common/settings';
import { type Listed, type Storage, StorageSettings } from '../../src/storage';
import { LocalStorage } from '../../src/storage/local.storage';
import { openS3Storage } from '../../src/storage/s3/s3.storage';
import { S3Server } from '../support/s3-server';
import { freshServers } from '../support/servers';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const hash = (digit: string) => digit.repeat(32);
const TWO_HOURS_AGO = new Date(Date.now() - 2 * 3_600_000);

/** A database with all migrations, of its own. */
interface Database {
  dataSource: DataSource;
  remove(): Promise<void>;
}

async function freshDatabase(): Promise<Database> {
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

const orphansOf = (dataSource: DataSource, storage: Storage) =>
  new Orphans(dataSource, storage, new KnownFiles(dataSource));

/** A storage, and a way to make believe that a key has been there for a while. */
interface Aging {
  storage: Storage;
  changedAt(key: string, time: Date): Promise<void>;
  remove(): Promise<void>;
}

async function onTheDisk(): Promise<Aging> {
  const folder = await temporaryFolder();
  return {
    storage: new LocalStorage(folder),
    changedAt: (key, time) => utimes(join(folder, key), time, time),
    remove: () => removeTemporaryFolder(folder),
  };
}

async function onS3(): Promise<Aging> {
  const server = await S3Server.start();
  return {
    storage: openS3Storage(loadSettings(StorageSettings, server.settings())),
    changedAt: (key, time) => server.changedAt(key, time),
    remove: () => server.remove(),
  };
}

describe.each([
  ['on the disk', onTheDisk],
  ['on S3', onS3],
])('the sweep of orphans %s', (_where, begin) => {
  let database: Database;
  let dataSource: DataSource;
  let aging: Aging;
  const requestId = uuidv7();

  beforeAll(async () => {
    [database, aging] = await Promise.all([freshDatabase(), begin()]);
    dataSource = database.dataSource;
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
    await database.remove();
    await aging.remove();
  });

  async function stored(key: string, changedAt: Date): Promise<void> {
    await aging.storage.put(key, Buffer.from('content'));
    await aging.changedAt(key, changedAt);
  }

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    for (const top of ['images', 'sources', 'partial']) {
      for await (const { key } of aging.storage.list(top)) found.push(key);
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

    await expect(orphansOf(dataSource, aging.storage).remove(() => false)).resolves.toBe(4);

    expect(await keys()).toEqual([...kept, `images/cc/${hash('c')}.jpg`].sort());
  });
});

const FILES = 10;

/** Files that nobody needs. It goes on after the first of them when it is told to. */
class HeldListing extends LocalStorage {
  listed = 0;
  private letGoOn!: () => void;
  private readonly held = new Promise<void>(resolve => (this.letGoOn = resolve));

  override async *list(): AsyncGenerator<Listed> {
    while (this.listed < FILES) {
      yield { key: `images/aa/${this.listed++}.jpg`, changedAt: TWO_HOURS_AGO };
      await this.held;
    }
  }

  goOn(): void {
    this.letGoOn();
  }
}

it('a stop does not wait until the sweep has looked at all files', async () => {
  const [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
  const storage = new HeldListing(folder);
  const sweep = new OrphanSweep(orphansOf(database.dataSource, storage));
  sweep.onApplicationBootstrap();
  await until('the sweep is under way', () => storage.listed > 0);
  const stopped = sweep.beforeApplicationShutdown();
  storage.goOn();
  await stopped;
  expect(storage.listed).toBeLessThan(FILES);
  await database.remove();
  await removeTemporaryFolder(folder);
});
