/**
 * What a power cut may take. Switched off to see it fail: the flush of the folder, and of the folders above it; passing
 * over a file system that flushes none.
 */
import { fstatSync, fsync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalStorage } from './local.storage';

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof import('node:fs')>('node:fs');
  return { ...real, fsync: jest.fn(real.fsync) };
});
const real = jest.requireActual<typeof import('node:fs')>('node:fs');

let root: string;
/** The names that each folder had when it was flushed, by its inode. */
let flushed: Map<number, Set<string>>;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'darkroom-local-storage-'));
  flushed = new Map();
  jest.mocked(fsync).mockImplementation((descriptor, done) => {
    const { ino } = fstatSync(descriptor);
    void namesIn(root, ino).then(names =>
      real.fsync(descriptor, error => {
        if (!error) flushed.set(ino, new Set([...(flushed.get(ino) ?? []), ...names]));
        done(error);
      }),
    );
  });
});
afterEach(() => rm(root, { recursive: true }));

/** The names in the folder with this inode, at or below a folder. */
async function namesIn(folder: string, ino: number): Promise<string[]> {
  for (const name of ['.', ...(await readdir(folder, { recursive: true }))]) {
    const path = join(folder, name);
    const found = await stat(path);
    if (found.ino === ino && found.isDirectory()) return readdir(path);
  }
  return [];
}

/** Whether every name on the way from the root to a file was flushed. */
async function outlivesPowerCut(key: string): Promise<boolean> {
  let folder = root;
  for (const name of key.split('/')) {
    if (!flushed.get((await stat(folder)).ino)?.has(name)) return false;
    folder = join(folder, name);
  }
  return true;
}

it('has a result on the disk by its name when it is stored, in a new folder too', async () => {
  const storage = new LocalStorage(root);
  await storage.put('images/aa/one.jpg', Buffer.from('one'));
  expect(await outlivesPowerCut('images/aa/one.jpg')).toBe(true);
  await storage.put('images/aa/two.jpg', Buffer.from('two'));
  expect(await outlivesPowerCut('images/aa/two.jpg')).toBe(true);
});

it('has an upload on the disk by its name when it is stored', async () => {
  const source = join(root, 'source');
  await writeFile(source, 'a,b');
  await new LocalStorage(root).putFile('uploads/one.csv', source);
  expect(await outlivesPowerCut('uploads/one.csv')).toBe(true);
});

it('has folders on the disk that are made in advance', async () => {
  await new LocalStorage(root).makeFolders(['images/aa', 'images/ab']);
  expect(await outlivesPowerCut('images/aa')).toBe(true);
  expect(await outlivesPowerCut('images/ab')).toBe(true);
});

it.each([
  ['EINVAL', 'stores'],
  ['EIO', 'stores nothing'],
])('on a file system whose folders answer %s it %s', async (code, expected) => {
  jest.mocked(fsync).mockImplementation((_, done) => done(Object.assign(new Error(code), { code })));
  const stored = new LocalStorage(root).put('images/aa/one.jpg', Buffer.from('one')).then(
    () => 'stores',
    () => 'stores nothing',
  );
  expect(await stored).toBe(expected);
});
