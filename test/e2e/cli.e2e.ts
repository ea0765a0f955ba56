/**
 * The command line tool as it is built. Switched off to see it fail: the state that an interrupted run leaves (all
 * pictures come again), the settings of a server that a run does not take over (it then asks a Postgres that is not
 * there).
 */
import { access, mkdir, mkdtemp, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { fromBufferPromise } from 'yauzl';
import { freePort } from '../../src/embedded/free-port';
import { catalogue } from '../factories/catalogue';
import { command, CommandProcess } from '../support/command';
import { Darkroom } from '../support/darkroom';
import { filesBelow } from '../support/files-below';
import { type Origin, startOrigin } from '../support/origin';
import { pictureAt, type Shop, sizeOf, startShop } from '../support/shop';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

/** On a machine without a core to spare it takes a minute until a command has loaded what it needs. */
const WITH_ITS_START = { timeoutMs: 180_000 };
jest.setTimeout(300_000);

const PICTURES = 12;

let folder: string;
let shop: Shop;
beforeAll(async () => {
  [folder, shop] = await Promise.all([temporaryFolder(), startShop(PICTURES)]);
});
afterEach(() => CommandProcess.endAll());
afterAll(() => Promise.all([removeTemporaryFolder(folder), shop.close()]));

async function file(name: string, content: string): Promise<string> {
  await mkdir(join(folder, name));
  const path = join(folder, name, 'products.csv');
  await writeFile(path, content);
  return path;
}

/** Beside the file. */
const outOf = (path: string) => join(path, '..', 'out');

const runOf = (path: string, ...options: string[]) => [
  'run',
  path,
  '--out',
  outOf(path),
  '--allow-private-host',
  shop.host,
  ...options,
];

/** What a server's operator has in the environment. */
const OF_A_SERVER = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  REDIS_URL: 'redis://127.0.0.1:1',
  HOST: '0.0.0.0',
  STORAGE: 's3',
};

describe('darkroom run', () => {
  it('does the whole job: images by product, the output CSV with paths to them, and nothing else', async () => {
    const path = await file(
      'whole',
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
    const { format, width } = await sharp(join(outOf(path), 'Hat, red', 'Hat, red-1.webp')).metadata();
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
    const path = await file(
      'some',
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

  it('names every line that is wrong and what to do, and leaves nothing behind', async () => {
    const path = await file(
      'bad',
      'Product Name,Image Urls\nShoe,ftp://a.example/a.jpg\n\n,https://a.example/b.jpg\n',
    );
    const { exitCode, out, err } = await command(runOf(path));
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toBe(
      [
        `${path} has 2 problems; nothing was done.`,
        `  ${path}:2: Image Urls holds what is not a valid http(s) URL: ftp://a.example/a.jpg`,
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
    [['upload', '/tmp'], '/tmp is a folder.\n'],
    [['sit'], 'There is no command "sit". See darkroom --help.\n'],
  ])('refuses %j and says why', async (args, said) => {
    expect(await command(args)).toEqual({ exitCode: 1, out: '', err: said });
  });
});

describe('darkroom run, interrupted', () => {
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
    const path = await file('interrupted', catalogue(held.pictures(PICTURES).map(url => ({ urls: [url] }))));
    const args = runOf(path, '--allow-private-host', held.host);
    const first = CommandProcess.start(args, { DOWNLOAD_CONCURRENCY: '2', SHUTDOWN_GRACE_MS: '2000' });
    await until('it is up', () => first.err.includes(`of ${PICTURES} images`), WITH_ITS_START);
    await until('the first are done', () => first.err.includes(`${DONE} of ${PICTURES} images`), {
      timeoutMs: 60_000,
    });
    expect(await listenersOf(first.pid)).toEqual(['127.0.0.1']);
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
      const { width, height } = await sharp(join(outOf(path), reference!)).metadata();
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

describe('darkroom with a running service', () => {
  const KEY = 'a-key-of-sixteen-characters';
  let service: Darkroom;
  let env: Record<string, string>;
  let slowShop: Shop;
  let open: () => void;
  beforeAll(async () => {
    const opened = new Promise<void>(resolve => (open = resolve));
    slowShop = await startShop(1, { gate: () => opened });
    service = await Darkroom.start({
      ALLOWED_PRIVATE_HOSTS: `${shop.host},${slowShop.host}`,
      API_KEYS: `shop:${KEY}`,
      HOST: '127.0.0.1',
    });
    env = { DARKROOM_URL: service.url, DARKROOM_API_KEY: KEY };
  }, 90_000);
  afterAll(() => Promise.all([service.stop(), slowShop.close()]));

  it('uploads, waits, tells, and saves the results', async () => {
    const path = await file(
      'service',
      catalogue([{ name: 'Shoe', urls: [shop.picture(0), shop.picture(1)] }]),
    );
    const uploaded = await command(['upload', path, '--wait', '--quality', '40'], env);
    expect({ exitCode: uploaded.exitCode, err: uploaded.err }).toEqual({
      exitCode: 0,
      err: expect.stringContaining('2 of 2 images compressed') as string,
    });
    const id = uploaded.out.trim();
    const told = await command(['status', id, '--url', service.url, '--key', KEY]);
    expect(told).toEqual({
      exitCode: 0,
      out: expect.stringContaining('completed: 2 of 2') as string,
      err: '',
    });
    const { out: json } = await command(['status', id, '--json'], env);
    expect(JSON.parse(json)).toMatchObject({ request_id: id, options: { quality: 40 } });

    const out = join(folder, 'service', 'out');
    const saved = await command(['download', id, '--out', out], env);
    expect({ ...saved, err: '' }).toEqual({
      exitCode: 0,
      out: `${join(out, 'products-output.csv')}\n${join(out, 'products.zip')}\n`,
      err: '',
    });
    expect(await readFile(join(out, 'products-output.csv'), 'utf8')).toContain(`${service.url}/api/image/`);
    const names: string[] = [];
    const zip = await fromBufferPromise(await readFile(join(out, 'products.zip')));
    for await (const entry of zip.eachEntry()) names.push(entry.fileName);
    expect(names).toEqual(['products-output.csv', 'Shoe/Shoe-1.jpg', 'Shoe/Shoe-2.jpg']);
  });

  it('says what is wrong: no key, an unknown id, a bad option, a service that is not there', async () => {
    const path = await file('wrong', catalogue([{ urls: [shop.picture(0)] }]));
    const id = '01a1f88b-a030-728a-b70e-48a5bdda494d';
    const said = async (args: string[], settings = env) => {
      const { exitCode, err } = await command(args, settings);
      expect(exitCode).toBe(1);
      return err;
    };
    expect(await said(['status', id], { DARKROOM_URL: service.url })).toContain('DARKROOM_API_KEY');
    expect(await said(['status', id])).toBe('Request ID not found\n');
    expect(await said(['upload', path, '--quality', '700'])).toContain('quality must');
    expect(await said(['upload', path, '--key', 'another-key-of-sixteen'])).toContain('DARKROOM_API_KEY');
    const nowhere = ['--url', `http://127.0.0.1:${await freePort()}`];
    for (const args of [
      ['status', id],
      ['upload', path],
    ]) {
      expect(await said([...args, ...nowhere])).toMatch(/cannot be reached: .*ECONNREFUSED/);
    }
    await expect(access(join(folder, 'wrong', 'out'))).rejects.toThrow();
  });

  it('uploads once, however often a script repeats the command with its own key', async () => {
    const path = await file('repeated', catalogue([{ urls: [shop.picture(0)] }]));
    const args = ['upload', path, '--idempotency-key', 'nightly-1'];
    const first = await command(args, env);
    expect(first).toEqual({ exitCode: 0, out: expect.stringMatching(/^[\w-]{36}\n$/) as string, err: '' });
    expect(await command(args, env)).toEqual(first);
    expect(await command([...args, '--quality', '40'], env)).toEqual({
      exitCode: 1,
      out: '',
      err: 'This Idempotency-Key was used for another file or other fields. Use a new one.\n',
    });
  });

  it('waits until Ctrl-C, which the request does not mind; what there is by then can be had', async () => {
    const path = await file(
      'unfinished',
      catalogue([
        { name: 'Shoe', urls: [shop.picture(0)] },
        { name: 'Hat', urls: [slowShop.picture(0)] },
      ]),
    );
    const waiting = CommandProcess.start(['upload', path, '--wait'], env);
    await until('it shows that one of two is done', () => waiting.err.includes('50 %'), WITH_ITS_START);
    waiting.interrupt();
    expect(await waiting.exitCode()).toBe(130);
    const id = waiting.out.trim();

    const out = outOf(path);
    expect(await command(['download', id, '--out', out], env)).toEqual({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(
        /^processing: 50 %, 1 of 2 images.*Wait until it has finished, or take what there is so far with --partial\.\n$/,
      ) as string,
    });
    expect(await filesBelow(out)).toEqual([]);
    const soFar = await command(['download', id, '--out', out, '--partial'], env);
    expect(soFar).toEqual({ exitCode: 0, out: `${join(out, 'products-output.csv')}\n`, err: '' });
    expect(await filesBelow(out)).toEqual(['products-output.csv']);
    const rows = (await readFile(join(out, 'products-output.csv'), 'utf8')).trim().split('\r\n');
    expect(rows.map(row => row.includes('/api/image/'))).toEqual([false, true, false]);

    open();
    const isCompleted = async () => (await command(['status', id], env)).out.startsWith('completed: 2 of 2');
    await until('the request has finished', isCompleted, WITH_ITS_START);
  });
});

describe('darkroom with a service that', () => {
  let service: Origin;
  let out: string;
  beforeEach(async () => {
    service = await startOrigin();
    // What an upload asks first.
    service.serve('/api/requests?limit=1', Buffer.from('{}'));
    out = await mkdtemp(join(folder, 'out-'));
  });
  afterEach(() => service.close());

  const env = () => ({ DARKROOM_URL: service.url('') });
  const OUTPUT_CSV = '/api/download/1?partial=false';
  const CONTENT = Buffer.alloc(100_000, 'a');
  const finishes = () =>
    service.serve(
      '/api/status/1',
      Buffer.from(
        JSON.stringify({
          request_id: '1',
          filename: 'products.csv',
          completed_at: '2026-01-01T00:00:00Z',
          failed_csv_url: null,
          image_counts: { total: 1, completed: 1 },
          skipped_rows: 0,
        }),
      ),
    );

  it.each([
    ['upload', '/api/upload'],
    ['status', '/api/status/1'],
    ['download', '/api/status/1'],
  ])('does not answer ends %s on Ctrl-C', async (name, path) => {
    service.serve(path, () => undefined);
    const csv = join(out, 'products.csv');
    await writeFile(csv, catalogue([{ urls: [shop.picture(0)] }]));
    const running = CommandProcess.start([name, name === 'upload' ? csv : '1'], env());
    await until('the service is asked', () => service.requests(path).length > 0, WITH_ITS_START);
    running.interrupt();
    expect(await running.exitCode()).toBe(130);
    expect({ out: running.out, err: running.err }).toEqual({ out: '', err: '\nStopping …\n' });
  });

  it('cannot take an upload, and then takes it and is cut off, is sent it again with the same key', async () => {
    const answers = [
      (response: ServerResponse) => response.writeHead(503, { 'retry-after': '1' }).end(),
      (response: ServerResponse) => response.destroy(),
      (response: ServerResponse) => response.writeHead(202).end(JSON.stringify({ request_id: '1' })),
    ];
    service.serve('/api/upload', (request, response) => {
      request.resume().once('end', () => answers.shift()!(response));
    });
    const csv = join(out, 'products.csv');
    await writeFile(csv, catalogue([{ urls: [shop.picture(0)] }]));
    expect(await command(['upload', csv], env())).toEqual({ exitCode: 0, out: '1\n', err: '' });
    const sent = service.requests('/api/upload');
    expect(sent).toHaveLength(3);
    const [key, ...others] = new Set(sent.map(({ headers }) => headers['idempotency-key']));
    expect({ key, others }).toEqual({ key: expect.stringMatching(/^[\w-]{36}$/) as string, others: [] });
    expect(sent[1]!.at - sent[0]!.at).toBeGreaterThanOrEqual(990);
  });

  it('is in the middle of a file leaves none of it on Ctrl-C', async () => {
    finishes();
    service.serve(OUTPUT_CSV, (_request, response) => void response.write(CONTENT));
    const running = CommandProcess.start(['download', '1', '--out', out], env());
    const part = join(out, 'products-output.csv.part');
    await until('a part of it is there', async () => (await stat(part)).size > 0, WITH_ITS_START);
    running.interrupt();
    expect(await running.exitCode()).toBe(130);
    expect({ out: running.out, files: await readdir(out) }).toEqual({ out: '', files: [] });
  });

  it('breaks off in the middle of a file leaves none of it, and says so', async () => {
    finishes();
    service.serve(OUTPUT_CSV, (_request, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length * 2 });
      response.write(CONTENT, () => response.destroy());
    });
    expect(await command(['download', '1', '--out', out], env())).toEqual({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^http:\S+ broke off: .+\n$/) as string,
    });
    expect(await readdir(out)).toEqual([]);
  });

  it('has moved says where to', async () => {
    service.serve('/api/status/1', (_request, response) =>
      response.writeHead(301, { location: 'https://images.example.com/api/status/1' }).end(),
    );
    expect(await command(['status', '1'], env())).toEqual({
      exitCode: 1,
      out: '',
      err: 'The service has moved: --url https://images.example.com\n',
    });
  });

  it('is no Darkroom is told from one', async () => {
    service.serve('/api/status/1', Buffer.from('<!doctype html>'));
    expect(await command(['status', '1'], env())).toEqual({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^http:\S+ does not answer as Darkroom does: .+\n$/) as string,
    });
  });
});
