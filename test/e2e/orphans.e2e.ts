import { v7 as uuidv7 } from 'uuid';
import type { DataSource } from 'typeorm';
import { KnownFiles } from '../../src/requests/deletion/known-files';
import { OrphanSweep } from '../../src/requests/deletion/orphan-sweep';
import { Orphans } from '../../src/requests/deletion/orphans';
import { StorageMarkEntity } from '../../src/requests/deletion/storage-mark.entity';
import { ForeignStorageError, StorageOwnership } from '../../src/requests/deletion/storage-ownership';
import { type Listed, NotStoredError, type Storage } from '../../src/storage';
import { LocalStorage } from '../../src/storage/local.storage';
import { AGING_STORAGES, type AgingStorage } from '../support/aging-storage';
import { insertFinishedRequest, type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const hash = (digit: string) => digit.repeat(32);
const A_MINUTE = 60_000;
const TWO_HOURS = 2 * 3_600_000;

function orphansOf(dataSource: DataSource, storage: Storage): Orphans {
  const known = new KnownFiles(dataSource);
  return new Orphans(dataSource, storage, known, new StorageOwnership(dataSource, storage, known));
}

/** @returns how many it removed */
const sweep = ({ dataSource }: FreshDatabase, { storage }: Pick<AgingStorage, 'storage'>) =>
  orphansOf(dataSource, storage).remove(() => false);

describe.each(AGING_STORAGES)('the sweep of orphans %s', (_where, begin) => {
  let database: FreshDatabase;
  let another: FreshDatabase;
  let files: AgingStorage;

  beforeEach(async () => {
    [database, another, files] = await Promise.all([freshDatabase(), freshDatabase(), begin()]);
  });
  afterEach(async () => {
    await Promise.all([database.remove(), another.remove()]);
    await files.remove();
  });

  it('removes old files that no row refers to, and leaves all others', async () => {
    const requestId = await insertFinishedRequest(database.dataSource, [[`red.shoe-${hash('a')}.jpg`]]);
    const kept = [`images/aa/${hash('a')}.jpg`, `sources/${requestId}`];
    for (const key of kept) await files.put(key, TWO_HOURS);
    await files.put(`images/cc/${hash('c')}.jpg`, A_MINUTE);
    await files.put(`images/bb/${hash('b')}.jpg`, TWO_HOURS);
    await files.put(`images/aa/${hash('a')}.png`, TWO_HOURS);
    await files.put(`sources/${uuidv7()}`, TWO_HOURS);
    await files.put(`partial/${uuidv7()}`, TWO_HOURS);

    await expect(sweep(database, files)).resolves.toBe(4);

    expect(await files.keys()).toEqual([...kept, `images/cc/${hash('c')}.jpg`].sort());
  });

  it('goes by the clock of the storage, however far ahead its own one is', async () => {
    await sweep(database, files);
    await files.put(`images/cc/${hash('c')}.jpg`, A_MINUTE);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + TWO_HOURS);
    await expect(sweep(database, files).finally(() => jest.restoreAllMocks())).resolves.toBe(0);
  });

  it('leaves what it did not write, and its own file of which somebody keeps a copy', async () => {
    await sweep(database, files);
    const requestId = await insertFinishedRequest(database.dataSource, [[`shoe-${hash('a')}.jpg`]]);
    const others = [
      ...['images/logo.png', 'images/2024/banner.webp', `images/aa/shoe-${hash('a')}.jpg`],
      ...[`images/0-copy/${hash('a')}.jpg`, `images/zz-copy/${hash('a')}.jpg`, `images/aa/${hash('b')}.jpg`],
      ...[`images/bb/${hash('b')}.svg`, 'sources/readme.txt', `sources/2024/${requestId}`],
      ...[`sources/${requestId.toUpperCase()}`, 'partial/note.txt'],
    ];
    const own = [`images/aa/${hash('a')}.jpg`, `sources/${requestId}`];
    for (const key of [...others, ...own]) await files.put(key, TWO_HOURS);

    await expect(sweep(database, files)).resolves.toBe(0);
    expect(await files.keys()).toEqual([...others, ...own].sort());
  });

  it('takes a storage for its own in which others keep files, but no Darkroom', async () => {
    const other = 'images/2024/banner.webp';
    await files.put(other, TWO_HOURS);
    await expect(sweep(database, files)).resolves.toBe(0);

    await files.put(`images/aa/${hash('a')}.jpg`, TWO_HOURS);
    await expect(sweep(database, files)).resolves.toBe(1);
    expect(await files.keys()).toEqual([other]);
  });

  it('leaves a file that is stored anew while it looks whether a row refers to it', async () => {
    await sweep(database, files);
    const [anew, orphan] = [`images/aa/${hash('a')}.jpg`, `images/bb/${hash('b')}.jpg`];
    for (const key of [anew, orphan]) await files.put(key, TWO_HOURS);
    jest.spyOn(KnownFiles.prototype, 'among').mockImplementationOnce(async () => {
      await files.storage.put(anew, Buffer.from('content'));
      return new Set();
    });
    await expect(sweep(database, files)).resolves.toBe(1);
    expect(await files.keys()).toEqual([anew]);
  });

  it('takes an empty storage for its own, and for nobody else’s', async () => {
    await sweep(database, files);
    const orphans = [`images/aa/${hash('a')}.jpg`, `partial/${uuidv7()}`, `sources/${uuidv7()}`];
    for (const key of orphans) await files.put(key, TWO_HOURS);

    await expect(sweep(another, files)).rejects.toThrow(ForeignStorageError);
    expect(await files.keys()).toEqual(orphans);
    await expect(sweep(database, files)).resolves.toBe(orphans.length);
    await expect(sweep(database, files)).resolves.toBe(0);
  });

  it('removes nothing where others were before it, also when it has put files of its own beside theirs', async () => {
    const theirs = [`images/aa/${hash('a')}.jpg`, `partial/${uuidv7()}`];
    for (const key of theirs) await files.put(key, TWO_HOURS);
    await expect(sweep(database, files)).rejects.toThrow(ForeignStorageError);

    const requestId = await insertFinishedRequest(database.dataSource, [[`shoe-${hash('b')}.jpg`]]);
    const own = [`images/bb/${hash('b')}.jpg`, `sources/${requestId}`];
    for (const key of own) await files.storage.put(key, Buffer.from('content'));
    await expect(sweep(database, files)).rejects.toThrow(ForeignStorageError);
    expect(await files.keys()).toEqual([...theirs, ...own].sort());
  });

  it('removes nothing for an older state of its database, until it is told that this is the only one', async () => {
    await sweep(database, files);
    const marks = database.dataSource.getRepository(StorageMarkEntity);
    const older = await marks.find();
    await sweep(database, files);
    await files.put(`images/aa/${hash('a')}.jpg`, TWO_HOURS);

    await marks.clear();
    await marks.save(older);
    const refusal = await sweep(database, files).catch((error: Error) => error.message);
    const [, mark = '', key = ''] = /write (\S+) to its key (\w+)/.exec(String(refusal)) ?? [];
    expect(await files.keys()).toHaveLength(1);

    await files.storage.put(key, Buffer.from(`${mark}\n`));
    await expect(sweep(database, files)).resolves.toBe(1);
  });

  it('does not lose the storage when it dies while it marks it', async () => {
    await sweep(database, files);
    const put = jest.spyOn(files.storage, 'put').mockRejectedValueOnce(new Error('away'));
    await expect(sweep(database, files)).rejects.toThrow('away');
    put.mockRestore();
    await expect(sweep(database, files)).resolves.toBe(0);
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
      const changedAt = new Date(Date.now() - TWO_HOURS);
      yield { key: `images/00/${String(this.listed++).padStart(32, '0')}.jpg`, changedAt };
      await this.held;
    }
  }

  goOn(): void {
    this.letGoOn();
  }
}

describe('a stop during the sweep of orphans', () => {
  let database: FreshDatabase;
  let folder: string;
  let storage: HeldListing;

  beforeEach(async () => {
    [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
    storage = new HeldListing(folder);
  });
  afterEach(async () => {
    await database.remove();
    await removeTemporaryFolder(folder);
  });

  async function stopDuringSweep(): Promise<void> {
    const sweep = new OrphanSweep(orphansOf(database.dataSource, storage));
    sweep.onApplicationBootstrap();
    await until('the sweep is under way', () => storage.listed > 0);
    const stopped = sweep.beforeApplicationShutdown();
    storage.goOn();
    await stopped;
  }

  it('does not wait until it has looked at all files', async () => {
    await sweep(database, { storage: new LocalStorage(folder) });
    await stopDuringSweep();
    expect(storage.listed).toBeLessThan(FILES);
  });

  it('leaves open whose the storage is', async () => {
    await stopDuringSweep();
    expect(storage.listed).toBeLessThan(FILES);
    await expect(storage.size('installation')).rejects.toThrow(NotStoredError);
  });
});
