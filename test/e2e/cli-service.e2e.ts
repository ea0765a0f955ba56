/** The command line tool as it is built, as a client of a running service. */
import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromBufferPromise } from 'yauzl';
import { freePort } from '../../src/embedded/free-port';
import { catalogue } from '../factories/catalogue';
import { COMMAND, command, CommandProcess, WITH_ITS_START } from '../support/command';
import { Darkroom } from '../support/darkroom';
import { filesBelow } from '../support/files-below';
import { type Origin, startOrigin } from '../support/origin';
import { outOf, productsFile } from '../support/products-file';
import { type Shop, startShop } from '../support/shop';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

jest.setTimeout(300_000);

let folder: string;
let shop: Shop;
beforeAll(async () => {
  [folder, shop] = await Promise.all([temporaryFolder(), startShop(2)]);
});
afterEach(() => CommandProcess.endAll());
afterAll(() => Promise.all([removeTemporaryFolder(folder), shop.close()]));

it('darkroom upload refuses a folder and says why', async () => {
  expect(await command(['upload', '/tmp'])).toEqual({ exitCode: 1, out: '', err: '/tmp is a folder.\n' });
});

it.each([
  ['> /dev/full', { code: 1, stderr: 'The disk is full.\n' }],
  ['| true', { code: 0, stderr: '' }],
])('darkroom --help %s says what becomes of it, and no more', async (where, expected) => {
  const line = `set -o pipefail; ${process.execPath} ${COMMAND} --help ${where}`;
  const said = await promisify(execFile)('bash', ['-c', line]).catch((error: unknown) => error);
  expect({ code: 0, ...(said as object) }).toMatchObject(expected);
});

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
    const path = await productsFile(
      join(folder, 'service'),
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

    const out = outOf(path);
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
    const path = await productsFile(join(folder, 'wrong'), catalogue([{ urls: [shop.picture(0)] }]));
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
    await expect(access(outOf(path))).rejects.toThrow();
  });

  it('uploads once, however often a script repeats the command with its own key', async () => {
    const path = await productsFile(join(folder, 'repeated'), catalogue([{ urls: [shop.picture(0)] }]));
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
    const path = await productsFile(
      join(folder, 'unfinished'),
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
    expect(await command(['upload', csv], env())).toEqual({
      exitCode: 0,
      out: '1\n',
      err: expect.stringMatching(
        /^The service answered 503\. Trying again in 1 s\.\nhttp:\S+ cannot be reached: .+\. Trying again in 5 s\.\n$/,
      ) as string,
    });
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
