/**
 * The command line tool as it is built. Switched off to see it fail: the state that an interrupted run leaves (all
 * pictures come again), the settings of a server that a run does not take over (it then asks a Postgres that is not
 * there).
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { catalogue } from '../factories/catalogue';
import { command, CommandProcess, WITH_ITS_START } from '../support/command';
import { filesBelow } from '../support/files-below';
import { outOf, productsFile } from '../support/products-file';
import { pictureAt, type Shop, sizeOf, startShop } from '../support/shop';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

jest.setTimeout(300_000);

let folder: string;
let shop: Shop;
beforeAll(async () => {
  [folder, shop] = await Promise.all([temporaryFolder(), startShop(5)]);
});
afterEach(() => CommandProcess.endAll());
afterAll(() => Promise.all([removeTemporaryFolder(folder), shop.close()]));

const runOf = (path: string, ...options: string[]) => [
  'run',
  path,
  '--out',
  outOf(path),
  '--allow-private-host',
  shop.host,
  ...options,
];

/** Its bytes, not its path: a test file that ran in this process before may have had libvips forbid files. */
const headerOf = async (path: string) => sharp(await readFile(path)).metadata();

/** What a server's operator has in the environment. */
const OF_A_SERVER = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  REDIS_URL: 'redis://127.0.0.1:1',
  HOST: '0.0.0.0',
  STORAGE: 's3',
};

describe('darkroom run', () => {
  it('does the whole job: images by product, the output CSV with paths to them, and nothing else', async () => {
    const path = await productsFile(
      join(folder, 'whole'),
      catalogue([
        { name: 'Shoe', urls: [shop.picture(0), shop.picture(1)] },
        { name: '"Hat, red"', urls: [shop.picture(2)] },
        { name: 'shoe', urls: [shop.picture(0)] },
      ]),
    );
    const options = ['--format', 'webp', '--quality', '30', '--max-width', '20'];
    const { exitCode, out, err } = await command(runOf(path, ...options), OF_A_SERVER);
    expect({ exitCode, err }).toEqual({
      exitCode: 0,
      err: expect.stringContaining('100 %, 4 of 4 images\n') as string,
    });
    expect(out).toContain('4 of 4 images compressed');
    expect((await filesBelow(outOf(path))).sort()).toEqual([
      'Hat, red/Hat, red-1.webp',
      'Shoe (1)/Shoe (1)-1.webp',
      'Shoe (1)/Shoe (1)-2.webp',
      'products-output.csv',
      'shoe (3)/shoe (3)-1.webp',
    ]);
    expect(await readdir(outOf(path))).not.toContain('.darkroom');
    const { format, width } = await headerOf(join(outOf(path), 'Hat, red', 'Hat, red-1.webp'));
    expect({ format, width }).toEqual({ format: 'webp', width: 20 });
    expect(await readFile(join(outOf(path), 'products-output.csv'), 'utf8')).toBe(
      [
        'S. No.,Product Name,Input Image Urls,Output Image Urls',
        `1,Shoe,"${shop.picture(0)}, ${shop.picture(1)}","Shoe%20(1)/Shoe%20(1)-1.webp, Shoe%20(1)/Shoe%20(1)-2.webp"`,
        `2,"Hat, red",${shop.picture(2)},Hat%2C%20red/Hat%2C%20red-1.webp`,
        `3,shoe,${shop.picture(0)},shoe%20(3)/shoe%20(3)-1.webp`,
        '',
      ].join('\r\n'),
    );
  });

  it('says with its exit code that some failed, and leaves a file of these', async () => {
    const path = await productsFile(
      join(folder, 'some'),
      catalogue([
        { urls: [shop.picture(3)] },
        { urls: [`${shop.picture(4)}.gone`] },
        { name: ' ', urls: ['x'] },
      ]),
    );
    const { exitCode, out } = await command(runOf(path, '--on-invalid', 'skip'));
    expect({ exitCode, out }).toEqual({
      exitCode: 2,
      out: expect.stringContaining('1 failed: 1 × http_status\n1 row skipped\n') as string,
    });
    const rejects = await readFile(join(outOf(path), 'products-failed.csv'), 'utf8');
    expect(rejects.split('\r\n').filter(Boolean)).toEqual([
      'S. No.,Product Name,Input Image Urls,Error Code,Error Message',
      expect.stringContaining(`2,SKU2,${shop.picture(4)}.gone,http_status,`),
      expect.stringContaining('empty_product_name'),
    ]);
  });

  it('leaves no folder of its own where a setting is wrong', async () => {
    const path = await productsFile(join(folder, 'setting'), catalogue([{ urls: [shop.picture(0)] }]));
    const { exitCode, err } = await command(runOf(path), { MAX_IMAGE_BYTES: 'many' });
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: expect.stringContaining('MAX_IMAGE_BYTES') as string,
    });
    expect(await readdir(outOf(path))).toEqual([]);
  });

  it('does it also where nobody reads on how far it is', async () => {
    const path = await productsFile(join(folder, 'unread'), catalogue([{ urls: [shop.picture(0)] }]));
    const run = CommandProcess.start(runOf(path));
    run.leave();
    expect(await run.exitCode()).toBe(0);
    expect(await readdir(outOf(path))).toContain('products-output.csv');
    expect(await readdir(outOf(path))).not.toContain('.darkroom');
  });

  it('names every line that is wrong and what to do, and leaves nothing behind', async () => {
    const path = await productsFile(
      join(folder, 'bad'),
      'Product Name,Image Urls\nShoe,ftp://a.example/a.jpg\n\n,https://a.example/b.jpg\n',
    );
    const { exitCode, out, err } = await command(runOf(path));
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toBe(
      [
        `${path} has 2 problems; nothing was done.`,
        `  ${path}:2: Image Urls holds what is not a valid http(s) URL. Write each URL whole, with http:// or https:// at its start: ftp://a.example/a.jpg`,
        `  ${path}:4: Product Name is empty`,
        'Correct them and start again, or leave the bad rows out with --on-invalid skip.',
        '',
      ].join('\n'),
    );
    expect(await filesBelow(outOf(path))).toEqual([]);
  });

  it.each([
    [['run', '/nowhere/products.csv', '--out', '/tmp'], '/nowhere/products.csv does not exist.\n'],
    [['run'], 'darkroom run needs a folder: --out <folder>. See darkroom --help.\n'],
    [['run', '/tmp', '--out', '/tmp/out'], '/tmp is a folder.\n'],
    [['sit'], 'There is no command "sit". See darkroom --help.\n'],
  ])('refuses %j and says why', async (args, said) => {
    expect(await command(args)).toEqual({ exitCode: 1, out: '', err: said });
  });
});

describe('darkroom run, interrupted', () => {
  const PICTURES = 12;
  const DONE = 5;
  let held: Shop;
  let open: () => void;
  beforeAll(async () => {
    const opened = new Promise<void>(resolve => (open = resolve));
    let asked = 0;
    held = await startShop(PICTURES, { gate: () => (++asked > DONE ? opened : Promise.resolve()) });
  });
  afterAll(() => held.close());

  it('goes on where it stopped, with the same command', async () => {
    const path = await productsFile(
      join(folder, 'interrupted'),
      catalogue(held.pictures(PICTURES).map(url => ({ urls: [url] }))),
    );
    const args = runOf(path, '--allow-private-host', held.host);
    const first = CommandProcess.start(args, { DOWNLOAD_CONCURRENCY: '2', SHUTDOWN_GRACE_MS: '2000' });
    await until('it is up', () => first.err.includes(`of ${PICTURES} images`), WITH_ITS_START);
    await until('the first are done', () => first.err.includes(`${DONE} of ${PICTURES} images`), {
      timeoutMs: 60_000,
    });
    expect(await listenersOf(first.pid)).toEqual(['127.0.0.1']);
    const second = await command(args);
    expect(second.exitCode).toBe(1);
    expect(second.err).toBe(
      `Another run (process ${first.pid}) writes to ${outOf(path)}: wait for its end, or give this one another --out folder\n`,
    );
    first.interrupt();
    expect(await first.exitCode()).toBe(130);
    expect(first.err).toContain('Interrupted. The same command goes on where it stopped.\n');
    const givenUp = held.requests().length - DONE;

    open();
    const { exitCode, err } = await command(args);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringContaining('Going on') as string });
    // What was done does not come again; what it was kept waiting for does.
    expect(held.requests()).toHaveLength(PICTURES + givenUp);
    const images = (await filesBelow(outOf(path))).filter(name => name.endsWith('.jpg'));
    expect(images).toHaveLength(PICTURES);
    const output = await readFile(join(outOf(path), 'products-output.csv'), 'utf8');
    for (const line of output.trim().split('\r\n').slice(1)) {
      const [, , input, reference] = line.split(',');
      const { width, height } = await headerOf(join(outOf(path), reference!));
      expect({ width, height }).toEqual(sizeOf(pictureAt(input!)));
    }
  });
});

/** Addresses that a process listens on, by what Linux knows of its sockets. */
async function listenersOf(pid: number): Promise<string[]> {
  const sockets = new Set<string>();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const [, inode] =
      /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) ?? [];
    if (inode) sockets.add(inode);
  }
  const found = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    const lines = (await readFile(`/proc/${pid}/net/${table}`, 'utf8')).split('\n').slice(1);
    for (const columns of lines.map(line => line.trim().split(/\s+/))) {
      const [, local = '', , state, , , , , , inode = ''] = columns;
      if (state !== '0A' || !sockets.has(inode)) continue;
      const bytes = Buffer.from(local.split(':')[0]!, 'hex').reverse();
      found.add(bytes.length === 4 ? bytes.join('.') : bytes.toString('hex'));
    }
  }
  return [...found];
}
