/** Hostile CSV files, and names that want to be paths or headers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { fromBuffer } from 'yauzl';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { sendRaw } from '../support/raw-http';
import { until } from '../support/until';

const MB = 1_000_000;
const HEADER = 'S. No.,Product Name,Input Image Urls\r\n';
const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    MAX_CSV_BYTES: String(40 * MB),
    LOG_LEVEL: 'warn',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

interface Problem {
  code: string;
  detail: string;
  errors?: { code: string; value: string | null }[];
  total_errors?: number;
}

describe('a CSV', () => {
  const row = `1,A,${'https://a.example/1.jpg'}\r\n`;
  const hostile: [string, () => string | Buffer, number, string][] = [
    ['of one line of 30 MB', () => 'x'.repeat(30 * MB), 422, 'row_too_large'],
    ['with a row of 30 MB', () => `${HEADER}${row}${'x'.repeat(30 * MB)}`, 422, 'row_too_large'],
    [
      'with a quote that never closes',
      () => `${HEADER}${row}2,"${'a\r\n'.repeat(10 * MB)}`,
      422,
      'unclosed_quote',
    ],
    ['with 20 million quotes', () => `${HEADER}${row}2,${'"'.repeat(20 * MB + 1)}`, 422, 'unclosed_quote'],
    ['with 20 million columns', () => `${','.repeat(20 * MB)}\r\n${row}`, 422, 'row_too_large'],
    [
      'with 100,000 named columns',
      () => Array.from({ length: 1e5 }, (_, n) => `c${n}`).join(),
      422,
      'row_too_large',
    ],
    ['with 20 million cells in a row', () => `${HEADER}${row}${','.repeat(20 * MB)}`, 422, 'row_too_large'],
    ['with a row of a million cells', () => `${HEADER}${row}1,B${','.repeat(MB)}`, 422, 'row_too_large'],
    [
      'with a name of a million characters',
      () => `${HEADER}1,${'n'.repeat(MB)},https://a.example/1.jpg`,
      422,
      'product_name_too_long',
    ],
    ['of 30 million blank lines', () => `${HEADER}${'\n'.repeat(30 * MB)}`, 422, 'no_rows'],
    ['of separators between URLs', () => `${HEADER}1,A,"${'http://a '.repeat(2_000)}"`, 422, 'too_many_urls'],
    ['of NUL bytes', () => Buffer.alloc(10 * MB), 400, 'wrong_file_type'],
    ['with NUL bytes in its text', () => `${HEADER}1,A\0B,https://a.example/1.jpg`, 400, 'wrong_file_type'],
    [
      'that is a ZIP of nothing',
      () => Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
      400,
      'wrong_file_type',
    ],
    [
      'that says UTF-16 and is odd',
      () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.alloc(1, 65)]),
      422,
      'no_rows',
    ],
    ['that is empty', () => '', 400, 'wrong_file_type'],
  ];

  it.each(hostile)('%s is refused quickly', async (_what, make, status, code) => {
    const content = make();
    const begun = performance.now();
    const { status: answered, body } = (await darkroom.post(content)) as { status: number; body: Problem };
    const seconds = (performance.now() - begun) / 1_000;
    expect({ answered, code: body.errors?.[0]?.code ?? body.code }).toEqual({ answered: status, code });
    expect(seconds).toBeLessThan(20);
    expect(body.errors?.[0]?.value?.length ?? 0).toBeLessThanOrEqual(200);
  });

  it('with 100,000 problems is told of the first 1,000', async () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `x${n},,ftp://a.example/${'y'.repeat(100)}`);
    const answer = await darkroom.post(`${HEADER}${rows.join('\n')}`).expect(422);
    const { errors, total_errors } = answer.body as Problem;
    expect(errors).toHaveLength(1_000);
    expect(total_errors).toBe(300_000);
    expect(answer.text.length).toBeLessThan(MB);
  });

  it('leaves no file behind when it was refused', async () => {
    await until('the incoming files are gone', async () => (await darkroom.files('incoming')).length === 0);
    expect(await darkroom.files('files/sources')).toEqual([]);
  });

  it('of all these has taken little memory', async () => {
    expect(await darkroom.peakMemoryMb()).toBeLessThan(500);
  });
});

const NASTY = [
  '../../../../etc/passwd',
  '..\\..\\windows\\system32',
  '/etc/passwd',
  'C:\\boot.ini',
  "=cmd|' /C calc'!A0",
  '@SUM(1+1)',
  '+1+cmd',
  '-2+3',
  '=HYPERLINK("http://evil.example","click")',
  '\u202egpj.exe',
  'a\u0007b\u001b[31mred',
  '"; drop table requests; --',
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  'CON',
  '.',
  '..',
  'x'.repeat(5_000),
];

describe('a name in a CSV', () => {
  let id: string;
  const text = async (path: string) => (await darkroom.bytes(path)).toString();

  beforeAll(async () => {
    const quoted = NASTY.map(
      (name, index) => `${index + 1},"${name.replaceAll('"', '""')}",${origin.url('/a.jpg')}\r\n`,
    );
    const broken = NASTY.map(
      (name, index) => `${index + 100},"${name.replaceAll('"', '""')}",${origin.url('/none.jpg')}\r\n`,
    );
    const skipped = `300,"=1+1",not a url\r\n`;
    const csv = `${HEADER}${[...quoted, ...broken, skipped].join('')}`;
    id = (await darkroom.process({ content: csv, filename: '=1+1.csv' }, { on_invalid: 'skip' })).request_id;
  });

  it.each(['', '/failed'])('is never a formula in a file that goes out (%s)', async kind => {
    const { data } = Papa.parse<string[]>(await text(`/api/download/${id}${kind}`));
    expect(data.length).toBeGreaterThan(NASTY.length);
    for (const cell of data.flat()) {
      const isNumber = /^[+-]?\d+$/.test(cell);
      expect({ cell, runs: /^[=+\-@\t\r]/.test(cell) && !isNumber }).toEqual({ cell, runs: false });
    }
  });

  it('comes back as it was', async () => {
    const { products } = await darkroom.get<{ products: { product_name: string }[] }>(
      `/api/details/${id}?limit=1000`,
    );
    expect(products.slice(0, NASTY.length).map(product => product.product_name)).toEqual(NASTY);
  });

  it('is no way out of the folder for an archive, and no two files are the same', async () => {
    const names = await entries(await darkroom.bytes(`/api/archive/${id}`));
    expect(names.length).toBeGreaterThanOrEqual(NASTY.length);
    for (const name of names) {
      expect(join('/root', name)).toMatch(/^\/root\/[^/]+(\/[^/]+)?$/);
      expect(name).not.toMatch(/[\p{Cc}\\:*?"<>|\u202a-\u202e\u2066-\u2069]/u);
      expect(name.split('/').every(part => part.length <= 255 && !/^\.+$/.test(part))).toBe(true);
    }
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length);
  });

  it('leads to no file but by its hash', async () => {
    for (const file of await darkroom.files('files')) {
      expect(file).toMatch(
        /^(installation|images\/[0-9a-f]{2}\/[0-9a-f]{32}\.jpg|(sources|uploads)\/[\w/-]+(\.\w+)?)$/,
      );
    }
  });
});

describe('the name of an upload', () => {
  const names = [
    '../../../../tmp/darkroom-owned.csv',
    '..\\..\\owned.csv',
    '/etc/cron.d/owned.csv',
    'a"; filename="b.exe.csv',
    'a%0d%0aSet-Cookie: x=1.csv',
    '\u202efdp.csv',
    'ünï – 図.csv',
    `${'x'.repeat(300)}.csv`,
    '.csv',
    '%00.csv',
    "a';b.csv",
  ];

  it.each(names)('%j is shown and never used, and splits no header', async filename => {
    const { request_id: id } = await darkroom.process({
      content: catalogue([{ urls: origin.url('/none.jpg') }]),
      filename,
    });
    for (const kind of ['', '/failed', '/source']) {
      const { status, headers } = await sendRaw(darkroom.url, { path: `/api/download/${id}${kind}` });
      const disposition = headers['content-disposition'] ?? '';
      expect({ kind, status }).toEqual({ kind, status: 200 });
      expect(disposition).toMatch(
        /^attachment; filename=("([^"\\\p{Cc}]|\\["\\])*"|[\w.-]+)(; filename\*=UTF-8''[\w.!~*()%$&+^`|#-]*)?$/u,
      );
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-type']).toMatch(/^(text\/csv|application\/octet-stream)/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    expect((await darkroom.files('.')).filter(file => file.includes('owned'))).toEqual([]);
    expect(existsSync('/tmp/darkroom-owned.csv')).toBe(false);
  });

  it('with a line break in it is one line', async () => {
    const boundary = 'x';
    const body = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="a%0D%0AX-Split: 1.csv"',
      '',
      catalogue([{ urls: origin.url('/none.jpg') }]),
      `--${boundary}--`,
      '',
    ].join('\r\n');
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const { status, body: taken } = await sendRaw(darkroom.url, {
      method: 'POST',
      path: '/upload',
      headers,
      body,
    });
    expect(status).toBe(202);
    expect(taken.filename).not.toMatch(/\p{Cc}/u);
  });
});

describe('a name in a path', () => {
  it.each([
    '..%2f..%2fetc%2fpasswd',
    '../../etc/passwd',
    '%2e%2e/%2e%2e/etc/passwd',
    '..%5c..%5cwindows',
    '....//....//etc/passwd',
    '%00',
    'a%00.jpg',
    `${'0'.repeat(32)}.jpg`,
    `${'0'.repeat(32)}.svg`,
    `${'0'.repeat(32)}.html`,
    `${'0'.repeat(32)}.jpg/..`,
    `../${'0'.repeat(32)}.jpg`,
    `%2e%2e%2f${'0'.repeat(32)}.jpg`,
    `${'0'.repeat(32)}.jpg%0d%0aX-Split:1`,
    'x'.repeat(4_000),
  ])('of an image, %s, finds nothing', async name => {
    const { status, headers } = await sendRaw(darkroom.url, { path: `/api/image/${name}` });
    expect(status).toBe(404);
    expect(headers['x-split']).toBeUndefined();
  });

  it.each([
    `${UNKNOWN_ID}%00`,
    `${UNKNOWN_ID}%0d%0aX-Split:1`,
    `${UNKNOWN_ID}'--`,
    `../requests`,
    `..%2f..%2fetc%2fpasswd`,
    `{${UNKNOWN_ID}}`,
    '1 OR 1=1',
    '%F0%9F%92%A9',
  ])('of a request, %s, finds nothing', async id => {
    for (const path of ['status', 'details', 'download', 'archive', 'logs', 'events']) {
      const { status } = await sendRaw(darkroom.url, { path: `/api/${path}/${id.replaceAll(' ', '%20')}` });
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });
});

it('none of all this was logged as an unexpected error', () => {
  expect(darkroom.log()).not.toContain('Unexpected error');
});

/** The names in an archive, as they are written there. */
function entries(zip: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: false, decodeStrings: true, validateEntrySizes: true }, (error, file) => {
      if (error) return reject(error);
      const names: string[] = [];
      file.on('entry', ({ fileName }: { fileName: string }) => names.push(fileName));
      file.once('end', () => resolve(names));
      file.once('error', reject);
    });
  });
}
