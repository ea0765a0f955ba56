/**
 * What every storage promises, on the disk and on an S3-compatible server. Switched off to see it fail: the prefix of
 * a listing, the second batch of a removal, `NotStoredError` for a 404, the end of a read's connection, the removal
 * after a probe.
 */
import { access, readdir, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { loadSettings } from '../../src/common/settings';
import { NotStoredError, type Storage, StorageError, StorageSettings } from '../../src/storage';
import { LocalStorage } from '../../src/storage/local.storage';
import { openS3Storage } from '../../src/storage/s3/s3.storage';
import { filesBelow } from '../support/files-below';
import { S3Server } from '../support/s3-server';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const LARGE = randomBytes(20 * 2 ** 20);
const A_MINUTE_MS = 60_000;
const CALLED_OFF = 100;

let folder: string;
let s3: S3Server;

beforeAll(async () => {
  [folder, s3] = await Promise.all([temporaryFolder(), S3Server.start()]);
});
afterAll(() => Promise.all([removeTemporaryFolder(folder), s3.remove()]));

const onS3 = (env: Record<string, string> = {}) =>
  openS3Storage(loadSettings(StorageSettings, { ...s3.settings(), ...env }));

/** Open files and connections of this process. */
const openDescriptors = async () => (await readdir('/dev/fd')).length;

describe.each<[string, () => Storage]>([
  ['on the disk', () => new LocalStorage(join(folder, 'files'))],
  ['on S3', () => onS3()],
  ['on S3, below a prefix', () => onS3({ S3_PREFIX: '/shops/darkroom/' })],
])('the storage %s', (_where, open) => {
  let storage: Storage;
  beforeAll(() => {
    storage = open();
  });

  const text = async (key: string, range?: { start: number; end: number }) =>
    (await buffer(await storage.read(key, range))).toString();
  const keysOf = async (name: string) => {
    const found: string[] = [];
    for await (const { key } of storage.list(name)) found.push(key);
    return found.sort();
  };

  it('gives back what it was given, whole or a range of it', async () => {
    await storage.put('images/aa/one.jpg', Buffer.from('0123456789'));
    expect(await storage.size('images/aa/one.jpg')).toBe(10);
    expect(await text('images/aa/one.jpg')).toBe('0123456789');
    expect(await text('images/aa/one.jpg', { start: 2, end: 4 })).toBe('234');
    await storage.put('images/aa/one.jpg', Buffer.from('another'));
    expect(await text('images/aa/one.jpg')).toBe('another');
  });

  it('makes folders ahead, in which nothing is', async () => {
    await storage.makeFolders(['ahead/aa', 'ahead/bb']);
    await storage.makeFolders(['ahead/bb']);
    expect(await keysOf('ahead')).toEqual([]);
    await storage.put('ahead/aa/one.jpg', Buffer.from('0123456789'));
    expect(await keysOf('ahead')).toEqual(['ahead/aa/one.jpg']);
  });

  it('keeps an empty content', async () => {
    await storage.put('images/aa/empty.jpg', Buffer.alloc(0));
    expect(await storage.size('images/aa/empty.jpg')).toBe(0);
    expect(await text('images/aa/empty.jpg')).toBe('');
  });

  it('closes the file or connection of a read that is called off', async () => {
    await storage.put('images/aa/large.jpg', LARGE);
    const before = await openDescriptors();
    for (let n = 0; n < CALLED_OFF; n++) (await storage.read('images/aa/large.jpg')).destroy();
    await until('all are closed', async () => (await openDescriptors()) < before + CALLED_OFF / 2);
  });

  it('says of a key that it does not have that it is not stored', async () => {
    await expect(storage.size('images/none')).rejects.toThrow(NotStoredError);
    await expect(storage.read('images/none')).rejects.toThrow(NotStoredError);
    await expect(storage.read('images/none', { start: 1, end: 2 })).rejects.toThrow(NotStoredError);
  });

  it('takes a file of any size over, which is then gone from where it was', async () => {
    for (const [key, content] of Object.entries({ large: LARGE, small: LARGE.subarray(0, 1_000) })) {
      const path = join(folder, key);
      await writeFile(path, content);
      await storage.putFile(`sources/${key}`, path);
      await expect(access(path)).rejects.toThrow('ENOENT');
      expect(await storage.size(`sources/${key}`)).toBe(content.length);
      expect(content.equals(await buffer(await storage.read(`sources/${key}`)))).toBe(true);
    }
    const end = await buffer(
      await storage.read('sources/large', { start: 19 * 2 ** 20, end: LARGE.length - 1 }),
    );
    expect(end.equals(LARGE.subarray(19 * 2 ** 20))).toBe(true);
  });

  it('removes many keys at once, those that are not there included, and no other', async () => {
    const some = Array.from({ length: 2_050 }, (_, n) => `many/${n}`);
    for (const n of [0, 999, 1_000, 2_049]) await storage.put(some[n]!, Buffer.from('x'));
    await storage.put('many/other', Buffer.from('x'));
    await storage.remove(some);
    await storage.remove([]);
    expect(await keysOf('many')).toEqual(['many/other']);
  });

  it('lists the keys of a folder, and when each was written', async () => {
    const earliest = Date.now() - A_MINUTE_MS;
    await storage.put('listed/a/1', Buffer.from('x'));
    await storage.put('listed/2', Buffer.from('x'));
    await storage.put('listed-not', Buffer.from('x'));
    expect(await keysOf('listed')).toEqual(['listed/2', 'listed/a/1']);
    for await (const { changedAt } of storage.list('listed')) {
      expect(changedAt.getTime()).toBeGreaterThan(earliest);
      expect(changedAt.getTime()).toBeLessThan(Date.now() + A_MINUTE_MS);
    }
    expect(await keysOf('nothing')).toEqual([]);
  });

  it('knows when a key was written last', async () => {
    await storage.put('written', Buffer.from('x'));
    const age = Date.now() - ((await storage.changedAt('written'))?.getTime() ?? 0);
    expect(Math.abs(age)).toBeLessThan(A_MINUTE_MS);
    expect(await storage.changedAt('not-written')).toBeNull();
  });
});

it('does not say of a key on a broken disk that there is none', async () => {
  const tooLong = 'a'.repeat(300);
  await expect(new LocalStorage(folder).changedAt(tooLong)).rejects.toThrow('ENAMETOOLONG');
});

describe('a probe', () => {
  it('of the disk leaves no file behind', async () => {
    const root = join(folder, 'probed');
    await new LocalStorage(root).probe();
    expect(await filesBelow(root)).toEqual([]);
  });

  it('of a bucket writes the same key each time', async () => {
    const storage = onS3({ S3_PREFIX: 'probed' });
    await storage.probe();
    await storage.probe();
    expect((await s3.keys()).filter(key => key.startsWith('probed/'))).toEqual(['probed/probe']);
  });

  it('fails below what is no folder', async () => {
    await writeFile(join(folder, 'no-folder'), '');
    await expect(new LocalStorage(join(folder, 'no-folder', 'files')).probe()).rejects.toThrow('ENOTDIR');
  });

  it('fails for a bucket that is not there', async () => {
    await expect(onS3({ S3_BUCKET: 'not-there' }).probe()).rejects.toThrow(StorageError);
  });
});

it('two programs with prefixes of their own share a bucket and do not see each other', async () => {
  const [one, other] = [onS3({ S3_PREFIX: 'one' }), onS3({ S3_PREFIX: 'one-more' })];
  await one.put('images/a', Buffer.from('1'));
  await other.put('images/a', Buffer.from('2'));
  await one.remove(['images/a']);
  await expect(one.size('images/a')).rejects.toThrow(NotStoredError);
  expect(await other.size('images/a')).toBe(1);
});
