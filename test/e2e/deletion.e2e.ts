import { Deletion } from '../../src/requests/deletion/deletion';
import { DeletionSweep } from '../../src/requests/deletion/deletion-sweep';
import { LocalStorage } from '../../src/storage/local.storage';
import { insertFinishedRequest, type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

/** What S3 removes in one call. */
const FILES_AT_ONCE = 1_000;

/** Removes what it may, and tells what it is asked to remove. */
class WatchedStorage extends LocalStorage {
  readonly asked: string[][] = [];
  refused = '';
  whileRemoving = () => Promise.resolve();

  override async remove(keys: string[]): Promise<void> {
    this.asked.push(keys);
    await this.whileRemoving();
    if (keys.includes(this.refused)) throw new Error('The storage refuses it');
    await super.remove(keys);
  }
}

const hash = (n: number) => n.toString(16).padStart(32, '0');
/** So many products with so many images each, no two alike. */
const files = (products: number, images: number) =>
  Array.from({ length: products }, (_, product) =>
    Array.from({ length: images }, (_, image) => `shoe-${hash(product * images + image)}.jpg`),
  );

describe('the removal of deleted requests', () => {
  let database: FreshDatabase;
  let folder: string;
  let storage: WatchedStorage;
  let sweep: DeletionSweep;

  beforeEach(async () => {
    [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
    storage = new WatchedStorage(folder);
    sweep = new DeletionSweep(new Deletion(database.dataSource, storage));
  });
  afterEach(async () => {
    await sweep.beforeApplicationShutdown();
    await database.remove();
    await removeTemporaryFolder(folder);
  });

  async function deletedRequest(outputFiles: string[][]): Promise<string> {
    const id = await insertFinishedRequest(database.dataSource, outputFiles);
    await database.dataSource.query('UPDATE requests SET deleted_at = now() WHERE id = $1', [id]);
    return id;
  }

  const left = async () => {
    const rows = await database.dataSource.query<{ id: string }[]>('SELECT id FROM requests ORDER BY id');
    return rows.map(({ id }) => id);
  };

  const isRemoved = (id: string) =>
    until(`${id} is removed`, async () => !(await left()).includes(id), { timeoutMs: 30_000 });

  it('goes on with the others when the files of one cannot be removed, and does it when they can', async () => {
    const [first, second] = [await deletedRequest(files(1, 2)), await deletedRequest(files(2, 2))];
    storage.refused = `sources/${first}`;
    sweep.nudge();
    await isRemoved(second);
    expect(await left()).toEqual([first]);

    storage.refused = '';
    sweep.nudge();
    await isRemoved(first);
  });

  it('takes few files at a time however many a product has, and no transaction waits for them', async () => {
    let waiting = 0;
    storage.whileRemoving = async () => {
      const transactions = await database.dataSource.query<unknown[]>(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
      waiting += transactions.length;
    };
    const id = await deletedRequest(files(25, 100));
    sweep.nudge();
    await isRemoved(id);
    expect(Math.max(...storage.asked.map(keys => keys.length))).toBe(FILES_AT_ONCE);
    expect(storage.asked.flat()).toHaveLength(25 * 100 + 1);
    expect(waiting).toBe(0);
  });
});
