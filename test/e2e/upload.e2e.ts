import { connect } from 'node:net';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom, type Fields } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

let origin: Origin;
let darkroom: Darkroom;
let good: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  good = catalogue([{ urls: origin.url('/a.jpg') }]);
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    MAX_CSV_BYTES: '200000',
    MAX_ROWS: '2000',
    MAX_IMAGES: '2500',
    MAX_URLS_PER_PRODUCT: '3',
    MAX_URL_LENGTH: '100',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

/** What a rejected upload must leave behind: nothing. */
async function expectNothingLeft(requestsBefore: number): Promise<void> {
  expect(await requestsStored()).toBe(requestsBefore);
  await until('the incoming file is gone', async () => (await darkroom.files('incoming')).length === 0);
  await until('no half of a file is there', async () => (await darkroom.files('files/partial')).length === 0);
  expect(await darkroom.files('files/sources')).toHaveLength(requestsBefore);
}

async function requestsStored(): Promise<number> {
  const [row] = await darkroom.query<{ count: number }>('SELECT count(*)::int AS count FROM requests');
  return row!.count;
}

interface Problem {
  detail: string;
  total_errors: number;
  errors: { row: number | null; line: number | null; column: string | null; code: string }[];
}

/** Uploads what has to be refused, and looks at everything that a refusal promises. */
async function refused(
  status: number,
  code: string,
  file: Parameters<Darkroom['post']>[0],
  fields: Fields = {},
): Promise<Problem> {
  const before = await requestsStored();
  const answer = await darkroom.post(file, fields).expect(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const { detail, title } = answer.body as { detail: string; title: string };
  expect(answer.body).toMatchObject({
    type: 'about:blank',
    title: expect.stringMatching(/\w/) as string,
    status,
    detail: expect.stringMatching(/\w/) as string,
    instance: '/api/upload',
    code,
    error: detail,
  });
  expect(title).not.toBe(detail);
  await expectNothingLeft(before);
  return answer.body as Problem;
}

describe('an upload that is taken', () => {
  it('is answered 202 with the request and where everything is', async () => {
    const urls = [origin.url('/a.jpg'), origin.url('/a.jpg?2')];
    const answer = await darkroom.post(catalogue([{ urls }, { urls: urls[0] }])).expect(202);
    const { request_id: id } = answer.body as { request_id: string };
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answer.body).toEqual({
      request_id: id,
      status: 'pending',
      filename: 'catalogue.csv',
      total_products: 2,
      total_images: 3,
      skipped_rows: 0,
      status_url: `${darkroom.url}/api/status/${id}`,
      details_url: `${darkroom.url}/api/details/${id}`,
      events_url: `${darkroom.url}/api/events/${id}`,
    });
    expect(answer.headers.location).toBe(`${darkroom.url}/api/status/${id}`);
    expect(answer.headers['content-type']).toContain('application/json');
    expect((await darkroom.finished(id)).image_counts.total).toBe(3);
  });

  it.each(['/api/upload/', '/upload', '/upload/'])('may also come to %s', async path => {
    const answer = await darkroom.post(good, {}, path).expect(202);
    const { request_id: id } = answer.body as { request_id: string };
    expect(answer.headers.location).toBe(`${darkroom.url}/api/status/${id}`);
    await darkroom.finished(id);
  });

  it('may be tab-separated, with any case of the extension and any letters in the name', async () => {
    const content = good.replaceAll(',', '\t');
    const { filename } = await darkroom.upload({ content, filename: 'Frühjahr 春.TSV' });
    expect(filename).toBe('Frühjahr 春.TSV');
  });

  it('may be exactly as large as allowed', async () => {
    await darkroom.upload(good + '\n'.repeat(200_000 - Buffer.byteLength(good)));
  });

  it('has the options that it asked for', async () => {
    const fields = { quality: '80', format: 'webp', effort: 'fast', max_width: '32', max_height: '0031' };
    const { request_id } = await darkroom.upload(good, { ...fields, on_invalid: 'skip' });
    expect((await darkroom.status(request_id)).options).toEqual({
      quality: 80,
      format: 'webp',
      effort: 'fast',
      max_width: 32,
      max_height: 31,
      on_invalid: 'skip',
    });
  });

  it('takes empty fields for absent', async () => {
    const names = ['webhook_url', 'quality', 'format', 'effort', 'max_width', 'max_height', 'on_invalid'];
    const fields = Object.fromEntries([...names, 'validate_only'].map(name => [name, '']));
    const { request_id } = await darkroom.upload(good, fields);
    const { options, webhook_url } = await darkroom.status(request_id);
    expect({ ...options, webhook_url }).toEqual({
      quality: 50,
      format: 'keep',
      effort: 'balanced',
      max_width: null,
      max_height: null,
      on_invalid: 'reject',
      webhook_url: null,
    });
  });

  it('is stored byte for byte', async () => {
    const content = Buffer.from(`\ufeff${good}\r\n\r\n`, 'utf8');
    const { request_id } = await darkroom.upload(content);
    expect(await darkroom.bytes(`/api/download/${request_id}/source`)).toEqual(content);
  });
});

describe('the form', () => {
  it.each([
    ['no form at all', 'text/csv'],
    ['JSON', 'application/json'],
    ['a URL-encoded form', 'application/x-www-form-urlencoded'],
  ])('that is %s is refused with 415', async (_, type) => {
    const answer = await darkroom.api().post('/api/upload').type(type).send('{}').expect(415);
    expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('without a file is refused', async () => {
    const answer = await darkroom.api().post('/api/upload').field('quality', '50').expect(400);
    expect(answer.body).toMatchObject({ status: 400, code: 'file_missing' });
  });

  it('with the file in another field is refused', async () => {
    const answer = await darkroom.api().post('/api/upload').attach('csv', Buffer.from(good), 'a.csv');
    expect(answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('"csv"') as string });
  });

  it('with two files is refused', async () => {
    const before = await requestsStored();
    const answer = await darkroom.post(good).attach('file', Buffer.from(good), 'b.csv');
    expect(answer.body).toMatchObject({ status: 400 });
    await expectNothingLeft(before);
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['that ends too early', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; na'],
    ['that is none', 'multipart/form-data; boundary=b', 'x'],
  ])('%s is refused', async (_, type, body) => {
    const before = await requestsStored();
    const answer = await fetch(`${darkroom.url}/api/upload`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400 });
    await expectNothingLeft(before);
  });

  it.each([
    ['quality', '0'],
    ['quality', '101'],
    ['quality', '50.5'],
    ['quality', '1e1'],
    ['quality', 'high'],
    ['format', 'gif'],
    ['format', 'JPEG'],
    ['effort', 'most'],
    ['max_width', '0'],
    ['max_width', '-5'],
    ['max_height', 'tall'],
    ['on_invalid', 'ignore'],
    ['validate_only', 'yes'],
    ['webhook_url', 'shop.example.com/hook'],
    ['webhook_url', 'ftp://shop.example.com/hook'],
    ['webhook_url', 'http://shop.example.com/\0'],
    ['webhook_url', 'http://10.0.0.1/hook'],
    ['webhook_url', 'http://169.254.169.254/latest'],
    ['webhook_url', 'http://localhost:1/hook'],
    ['webhook_url', `http://shop.example.com/${'x'.repeat(2_048)}`],
    ['webhook_url', `http://${'a.'.repeat(200)}example/hook`],
    ['webhook_url', `http://shop.example.com/${'x'.repeat(20_000)}`],
    ['priority', '1'],
  ])('with a bad %s is refused, naming the field (%#)', async (name, value) => {
    const { detail } = await refused(400, 'invalid_parameter', good, { [name]: value });
    expect(detail).toContain(name);
  });

  it('with a bad webhook_url is refused for validate_only too', async () => {
    const fields = { validate_only: 'true', webhook_url: 'http://10.0.0.1/' };
    expect((await refused(400, 'invalid_parameter', good, fields)).detail).toContain('webhook_url');
  });

  it('that gives a field twice is refused', async () => {
    const answer = await darkroom.post(good, { quality: '50' }).field('quality', '60');
    expect(answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('quality') as string });
  });

  it('with more than one bad field is told of all', async () => {
    const { detail } = await refused(400, 'invalid_parameter', good, {
      quality: '0',
      format: 'x',
      what: 'y',
    });
    for (const name of ['quality', 'format', 'what']) expect(detail).toContain(name);
  });
});

describe('a file', () => {
  it.each(['catalogue.txt', 'catalogue', 'catalogue.csv.exe', 'csv'])(
    'that is called %s is refused',
    async filename => {
      const { detail } = await refused(400, 'wrong_file_type', { content: good, filename });
      expect(detail).toContain('.csv');
    },
  );

  it.each([
    ['by its name', 'catalogue.xlsx'],
    ['by its content', 'catalogue.csv'],
  ])('that is an Excel workbook %s is refused with what to do', async (_, filename) => {
    const content = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\x06\0'), Buffer.alloc(2_000, 1)]);
    const { detail } = await refused(400, 'wrong_file_type', { content, filename });
    expect(detail).toContain('This is an Excel workbook: save it as CSV UTF-8');
  });

  it.each([
    ['empty', ''],
    ['nothing but a byte order mark', '\ufeff'],
    ['nothing but blank lines', '\r\n \r\n'],
  ])('that is %s is refused', async (_, content) => {
    expect((await refused(400, 'wrong_file_type', content)).detail).toContain('empty');
  });

  it('that is binary is refused', async () => {
    await refused(400, 'wrong_file_type', await picture().png().toBuffer());
  });

  it('that is larger than MAX_CSV_BYTES is refused with 413', async () => {
    const { detail } = await refused(413, 'file_too_large', good + '\n'.repeat(200_000));
    expect(detail).toContain('200000 bytes');
  });

  it('has a name without control characters, whatever it came with', async () => {
    const { filename } = await darkroom.upload({ content: good, filename: 'a\tb\u0085.csv' });
    expect(filename).toBe('ab.csv');
    await refused(400, 'malformed_request', { content: good, filename: 'a\0b.csv' });
  });
});

describe('the content', () => {
  it('is refused with all its problems at once', async () => {
    const long = `http://shop.example.com/${'x'.repeat(100)}`;
    const lines = [
      'S. No.,Product Name,Input Image Urls',
      `1,Shoe,${origin.url('/a.jpg')}`,
      '2,Hat,"http://a.example/1.jpg, http://a.example/2.jpg',
      ' http://a.example/3.jpg"',
      '',
      '3,,http://a.example/1.jpg',
      'x,Bag,ftp://a.example/1.jpg',
      '1,Belt,',
      `,,"${long}"`,
      '7,Tie,"http://a.example/1,http://a.example/2,http://a.example/3,http://a.example/4"',
    ];
    const problem = await refused(422, 'invalid_catalogue', lines.join('\n'));
    expect(problem.errors.map(({ row, line, column, code }) => [row, line, column, code])).toEqual([
      [3, 6, 'Product Name', 'empty_product_name'],
      [4, 7, 'S. No.', 'invalid_serial_number'],
      [4, 7, 'Input Image Urls', 'invalid_url'],
      [5, 8, 'S. No.', 'duplicate_serial_number'],
      [5, 8, 'Input Image Urls', 'no_image_url'],
      [6, 9, 'Product Name', 'empty_product_name'],
      [6, 9, 'Input Image Urls', 'url_too_long'],
      [7, 10, 'Input Image Urls', 'too_many_urls'],
    ]);
    expect(problem.errors[2]).toEqual({
      row: 4,
      line: 7,
      column: 'Input Image Urls',
      code: 'invalid_url',
      message: expect.stringMatching(/^Input Image Urls /) as string,
      value: 'ftp://a.example/1.jpg',
    });
    expect(problem.total_errors).toBe(8);
    expect(problem.detail).toBe('Row 3 (line 6): Product Name is empty, and 7 more problems.');
  });

  it('with one problem is told of that one', async () => {
    const { detail } = await refused(
      422,
      'invalid_catalogue',
      catalogue([{ name: ' ', urls: 'http://a.example/' }]),
    );
    expect(detail).toBe('Row 1 (line 2): Product Name is empty.');
  });

  it('with very many problems is told of the first 1,000 and how many there are', async () => {
    const rows = Array.from({ length: 1_500 }, () => ({ name: '', urls: 'http://a.example/1.jpg' }));
    const problem = await refused(422, 'invalid_catalogue', catalogue(rows));
    expect(problem.total_errors).toBe(1_500);
    expect(problem.errors.map(({ row }) => row)).toEqual(Array.from({ length: 1_000 }, (_, row) => row + 1));
    expect(problem.detail).toBe('Row 1 (line 2): Product Name is empty, and 1499 more problems.');
  });

  it.each([
    [
      'without a required column',
      'Name,Input Image Urls\nShoe,http://a.example/1.jpg\n',
      'missing_column',
      'Name, Input Image Urls',
    ],
    [
      'with a column twice',
      'Product Name,product_name,Image Urls\na,b,http://a.example/1.jpg\n',
      'duplicate_column',
      'product_name',
    ],
    ['with a header only', 'Product Name,Input Image Urls\n', 'no_rows', 'no data rows'],
    [
      'with an open quote',
      'Product Name,Image Urls\nShoe,"http://a.example/1.jpg\n',
      'unclosed_quote',
      'quote',
    ],
    [
      'with too many rows',
      `Product Name,Image Urls\n${'a,http://a.example/\n'.repeat(2_001)}`,
      'too_many_rows',
      '2000',
    ],
    [
      'with too many images',
      `Product Name,Image Urls\n${'a,http://a.example/ http://a.example/\n'.repeat(1_251)}`,
      'too_many_images',
      '2500',
    ],
  ])('%s is refused as a whole, even with on_invalid=skip', async (_, content, code, named) => {
    for (const on_invalid of ['reject', 'skip']) {
      const problem = await refused(422, 'invalid_catalogue', content, { on_invalid });
      expect(problem.errors.map(error => error.code)).toContain(code);
      expect(problem.detail).toContain(named);
    }
  });
});

describe('on_invalid=skip', () => {
  it('leaves the bad rows out and says how many', async () => {
    const urls = origin.url('/a.jpg');
    const content = catalogue([{ urls }, { name: '', urls }, { urls: 'nothing' }, { urls }]);
    const accepted = await darkroom.upload(content, { on_invalid: 'skip' });
    expect(accepted).toMatchObject({ total_products: 2, total_images: 2, skipped_rows: 2 });
    const status = await darkroom.finished(accepted.request_id);
    expect(status).toMatchObject({ status: 'completed', skipped_rows: 2, total_products: 2 });
    const products = await darkroom.products(accepted.request_id);
    expect(products.map(({ row, product_name }) => [row, product_name])).toEqual([
      [1, 'SKU1'],
      [4, 'SKU4'],
    ]);
    expect(status.failed_csv_url).toBe(`${darkroom.url}/api/download/${accepted.request_id}/failed`);
  });

  it('does not help when no row is left', async () => {
    const content = catalogue([{ name: '' }, { urls: 'nothing' }]);
    const problem = await refused(422, 'invalid_catalogue', content, { on_invalid: 'skip' });
    expect(problem.total_errors).toBe(3);
  });
});

describe('validate_only', () => {
  const validate = async (content: string, fields: Fields = {}) => {
    const before = await requestsStored();
    const answer = await darkroom.post(content, { validate_only: 'true', ...fields }).expect(200);
    await expectNothingLeft(before);
    return answer.body as unknown;
  };

  it('answers with the report and stores nothing', async () => {
    expect(await validate(good)).toEqual({
      valid: true,
      total_products: 1,
      total_images: 1,
      total_errors: 0,
      errors: [],
      columns: ['S. No.', 'Product Name', 'Input Image Urls'],
      delimiter: ',',
      encoding: 'utf-8',
    });
  });

  it('answers the same way for content with problems', async () => {
    const content =
      'Product Name;Image Urls\n;http://a.example/1.jpg\nHat;http://a.example/1.jpg http://a.example/2.jpg\n';
    const report = {
      total_products: 1,
      total_images: 2,
      total_errors: 1,
      errors: [
        {
          row: 1,
          line: 2,
          column: 'Product Name',
          code: 'empty_product_name',
          message: 'Product Name is empty',
          value: null,
        },
      ],
      columns: ['Product Name', 'Image Urls'],
      delimiter: ';',
      encoding: 'utf-8',
    };
    expect(await validate(content)).toEqual({ valid: false, ...report });
    expect(await validate(content, { on_invalid: 'skip' })).toEqual({ valid: true, ...report });
  });

  it('answers the same way for a file that cannot be used at all', async () => {
    expect(await validate('a,b\n1,2\n', { on_invalid: 'skip' })).toMatchObject({
      valid: false,
      errors: [{ code: 'missing_column' }, { code: 'missing_column' }],
    });
  });

  it('false is an upload', async () => {
    await darkroom.post(good, { validate_only: 'false' }).expect(202);
  });
});

describe('an upload that breaks off', () => {
  it('leaves nothing behind', async () => {
    const before = await requestsStored();
    const { hostname, port } = new URL(darkroom.url);
    const socket = connect(Number(port), hostname);
    const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${good}`;
    socket.write(
      `POST /api/upload HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 100000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n${head}`,
    );
    await until('the file is coming in', async () => (await darkroom.files('incoming')).length === 1);
    socket.destroy();
    await expectNothingLeft(before);
  });
});
