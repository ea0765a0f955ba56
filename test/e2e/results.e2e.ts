import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';
import type { RequestStatusDto } from '../../src/requests';
import type { RequestDetailsDto } from '../../src/requests/http/details/product.dto';
import type { RequestListDto } from '../../src/requests/http/list/list.query';
import type { LogsDto } from '../../src/requests/http/logs/logs.dto';

const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

let origin: Origin;
let darkroom: Darkroom;
/** Finished: a product that succeeded, one in part, one that failed, and a row that was skipped. */
let mixed: RequestStatusDto;
/** Answers at last. */
let release: () => void;
/** Unfinished until then: one image is done, one hangs at the origin. */
let unfinished: string;

const at = (path: string) => origin.url(path);

beforeAll(async () => {
  origin = await startOrigin();
  const image = await picture(80, 60).jpeg({ quality: 95 }).toBuffer();
  for (const number of [1, 2, 3, 4]) origin.serve(`/image${number}.jpg`, image);
  const released = new Promise<void>(resolve => (release = resolve));
  origin.serve('/slow.jpg', (_request, response) => void released.then(() => response.end(image)));
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
  mixed = await darkroom.process(
    {
      filename: 'Frühjahr – 2026.csv',
      content: catalogue([
        { serial: 10, name: 'Shoe', urls: [at('/image1.jpg'), at('/image2.jpg')] },
        { serial: 20, name: 'Hat', urls: [at('/missing.jpg'), at('/image3.jpg')] },
        { serial: 30, name: '', urls: at('/image1.jpg') },
        { serial: 40, name: 'Bag', urls: at('/gone.jpg') },
      ]),
    },
    { on_invalid: 'skip', quality: '60', max_width: '40' },
  );
  const hanging = catalogue([
    { name: 'Quick', urls: at('/image1.jpg') },
    { name: 'Slow', urls: at('/slow.jpg') },
  ]);
  unfinished = (await darkroom.upload(hanging)).request_id;
  await until('one of two images is done', async () => {
    const { image_counts } = await darkroom.status(unfinished);
    return image_counts.completed === 1 && image_counts.processing === 1;
  });
}, 90_000);
afterAll(async () => {
  release();
  await darkroom.finished(unfinished);
  await origin.close();
  await darkroom.stop();
});

const outputsOf = async (id: string) =>
  (await darkroom.products(id)).flatMap(product => product.output_image_urls);
const text = async (url: string) => (await darkroom.bytes(url)).toString('utf8');

describe('the status', () => {
  it('of a finished request has every field', async () => {
    const id = mixed.request_id;
    const images = (await darkroom.products(id)).flatMap(product => product.images);
    const sum = (field: 'bytes_in' | 'bytes_out') =>
      images.reduce((total, image) => total + (image[field] ?? 0), 0);
    const [input, output] = [sum('bytes_in'), sum('bytes_out')];
    expect(output).toBeLessThan(input);
    expect(mixed).toEqual({
      request_id: id,
      status: 'completed',
      run: 1,
      progress: 1,
      filename: 'Frühjahr – 2026.csv',
      options: {
        quality: 60,
        format: 'keep',
        effort: 'balanced',
        max_width: 40,
        max_height: null,
        on_invalid: 'skip',
      },
      total_products: 3,
      processed_products: 2,
      skipped_rows: 1,
      product_counts: { total: 3, pending: 0, processing: 0, completed: 2, failed: 1, cancelled: 0 },
      image_counts: { total: 5, pending: 0, processing: 0, completed: 3, failed: 2, cancelled: 0 },
      bytes: { input, output, saved_percent: Math.round((1 - output / input) * 1_000) / 10 },
      failures: [{ code: 'http_status', count: 2 }],
      waiting: [],
      webhook_url: null,
      webhook_triggered: false,
      created_at: TIME,
      started_at: TIME,
      completed_at: TIME,
      updated_at: TIME,
      cancel_requested_at: null,
      expires_at: null,
      eta_seconds: null,
      status_url: `${darkroom.url}/api/status/${id}`,
      details_url: `${darkroom.url}/api/details/${id}`,
      events_url: `${darkroom.url}/api/events/${id}`,
      output_csv_url: `${darkroom.url}/api/download/${id}`,
      failed_csv_url: `${darkroom.url}/api/download/${id}/failed`,
      archive_url: `${darkroom.url}/api/archive/${id}`,
    });
    const { created_at, started_at, completed_at, updated_at } = mixed;
    const times = [created_at, started_at, completed_at].map(time => Date.parse(time!));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Date.parse(updated_at)).toBeGreaterThanOrEqual(Date.parse(created_at));
  });

  it('of a request that still runs says so, and hands out no results', async () => {
    expect(await darkroom.status(unfinished)).toMatchObject({
      status: 'processing',
      progress: 0.5,
      total_products: 2,
      processed_products: 1,
      product_counts: { total: 2, pending: 0, processing: 1, completed: 1, failed: 0, cancelled: 0 },
      image_counts: { total: 2, pending: 0, processing: 1, completed: 1, failed: 0, cancelled: 0 },
      completed_at: null,
      output_csv_url: null,
      failed_csv_url: null,
      archive_url: null,
    });
  });

  it.each(['/api/requests', '/status'])('is also at %s', async path => {
    expect(await darkroom.get(`${path}/${mixed.request_id}`)).toEqual(
      await darkroom.status(mixed.request_id),
    );
  });

  it('brings the first products along when asked to', async () => {
    const { products, next_cursor, ...status } = await darkroom.get<RequestDetailsDto>(
      `/api/status/${mixed.request_id}?include=products`,
    );
    expect(status).toEqual(await darkroom.status(mixed.request_id));
    expect(products).toEqual(await darkroom.products(mixed.request_id));
    expect(next_cursor).toBeNull();
  });

  it('brings 100 products along at the most', async () => {
    const many = await darkroom.process(
      catalogue(Array.from({ length: 101 }, () => ({ urls: at('/image1.jpg') }))),
    );
    const path = `/${many.request_id}`;
    const first = await darkroom.get<RequestDetailsDto>(`/api/status${path}?include=products`);
    expect(first.products).toHaveLength(100);
    const second = await darkroom.get<RequestDetailsDto>(`/api/details${path}?cursor=${first.next_cursor}`);
    expect(second.products.map(({ row }) => row)).toEqual([101]);
    expect(second.next_cursor).toBeNull();
  });
});

describe('the details', () => {
  it('show every product and image with every field', async () => {
    const { products, next_cursor, ...status } = await darkroom.get<RequestDetailsDto>(
      `/api/details/${mixed.request_id}`,
    );
    expect(status).toEqual(mixed);
    expect(next_cursor).toBeNull();
    const id = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
    const number = expect.any(Number) as number;
    const output = (name: string) =>
      expect.stringMatching(new RegExp(`^${darkroom.url}/api/image/${name}-[0-9a-f]{32}\\.jpg$`)) as string;
    const common = { image_id: id, attempts: 1, started_at: TIME, finished_at: TIME };
    const done = (position: number, name: string) => ({
      ...common,
      position,
      input_image_url: at(`/${name}.jpg`),
      output_image_url: output(name),
      status: 'completed',
      outcome: 'compressed',
      error: null,
      bytes_in: number,
      bytes_out: number,
      width: 40,
      height: 30,
      format: 'jpeg',
    });
    const failed = (position: number, name: string) => ({
      ...common,
      position,
      input_image_url: at(`/${name}.jpg`),
      output_image_url: null,
      status: 'failed',
      outcome: null,
      error: { code: 'http_status', message: 'The server answered 404.', http_status: 404 },
      bytes_in: null,
      bytes_out: null,
      width: null,
      height: null,
      format: null,
    });
    expect(products).toEqual([
      {
        product_id: id,
        row: 1,
        serial_number: 10,
        product_name: 'Shoe',
        status: 'completed',
        input_image_urls: [at('/image1.jpg'), at('/image2.jpg')],
        output_image_urls: [output('image1'), output('image2')],
        images: [done(1, 'image1'), done(2, 'image2')],
      },
      {
        product_id: id,
        row: 2,
        serial_number: 20,
        product_name: 'Hat',
        status: 'completed',
        input_image_urls: [at('/missing.jpg'), at('/image3.jpg')],
        output_image_urls: [null, output('image3')],
        images: [failed(1, 'missing'), done(2, 'image3')],
      },
      {
        product_id: id,
        row: 4,
        serial_number: 40,
        product_name: 'Bag',
        status: 'failed',
        input_image_urls: [at('/gone.jpg')],
        output_image_urls: [null],
        images: [failed(1, 'gone')],
      },
    ]);
  });

  const names = async (id: string, query: string) => {
    const { products } = await darkroom.get<RequestDetailsDto>(`/api/details/${id}?${query}`);
    return products.map(product => product.product_name);
  };

  it('are read page by page', async () => {
    const first = await darkroom.get<RequestDetailsDto>(`/api/details/${mixed.request_id}?limit=2`);
    expect(first.products.map(({ row }) => row)).toEqual([1, 2]);
    const rest = `limit=2&cursor=${first.next_cursor}`;
    expect(await names(mixed.request_id, rest)).toEqual(['Bag']);
    expect(await names(mixed.request_id, 'limit=3')).toHaveLength(3);
  });

  it('can be narrowed down to products that have an image in a state', async () => {
    expect(await names(mixed.request_id, 'status=completed')).toEqual(['Shoe', 'Hat']);
    expect(await names(mixed.request_id, 'status=failed')).toEqual(['Hat', 'Bag']);
    expect(await names(mixed.request_id, 'status=pending')).toEqual([]);
    expect(await names(mixed.request_id, 'status=failed&limit=1')).toEqual(['Hat']);
  });

  it('can be searched by name and URL, in any case and literally', async () => {
    expect(await names(mixed.request_id, 'q=HA')).toEqual(['Hat']);
    expect(await names(mixed.request_id, 'q=missing.jpg')).toEqual(['Hat']);
    expect(await names(mixed.request_id, 'q=a&status=failed')).toEqual(['Hat', 'Bag']);
    for (const wildcard of ['%25', '_', '%5C'])
      expect(await names(mixed.request_id, `q=${wildcard}`)).toEqual([]);
  });

  it('give a product without a serial number its row', async () => {
    const csv = `Product Name,Image Urls\nA,${at('/image1.jpg')}\n\nB,${at('/image1.jpg')}\n`;
    const { request_id } = await darkroom.process(csv);
    const products = await darkroom.products(request_id);
    expect(products.map(({ row, serial_number }) => [row, serial_number])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('the list', () => {
  const page = (query = '') => darkroom.get<RequestListDto>(`/api/requests?${query}`);

  it('shows all requests by page, newest first, each with its status', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { requests, next_cursor } = await page(`limit=2${cursor}`);
      seen.push(...requests.map(request => request.request_id));
      if (next_cursor === null) break;
      cursor = `&cursor=${next_cursor}`;
    }
    const rows = await darkroom.query<{ id: string }>('SELECT id FROM requests ORDER BY created_at DESC');
    expect(seen).toEqual(rows.map(({ id }) => id));
    const { requests } = await page('limit=1000');
    expect(requests.find(request => request.request_id === mixed.request_id)).toEqual(mixed);
  });

  it('can be narrowed down to a state', async () => {
    const failed = await darkroom.process(catalogue([{ urls: at('/missing.jpg') }]));
    expect((await page('status=failed')).requests).toEqual([failed]);
    const running = await page('status=processing');
    expect(running.requests.map(request => request.request_id)).toEqual([unfinished]);
  });
});

describe('the processing log', () => {
  it('tells what was done, oldest first', async () => {
    const [shoe, hat] = await darkroom.products(mixed.request_id);
    const log = await darkroom.logs(mixed.request_id);
    expect(log[0]).toEqual({
      log_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      request_id: mixed.request_id,
      image_id: null,
      step: 'validate',
      status: 'success',
      message: expect.stringMatching(/\b1 row\w* skipped/) as string,
      timestamp: TIME,
    });
    const times = log.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted());
    const stepsOf = (id: string) =>
      log.filter(({ image_id }) => image_id === id).map(({ step, status }) => `${step} ${status}`);
    expect(stepsOf(shoe!.images[0]!.image_id)).toEqual([
      'download success',
      'compress success',
      'store success',
    ]);
    expect(stepsOf(hat!.images[0]!.image_id)).toEqual(['download failure']);
    expect(log.filter(({ image_id }) => image_id === null).map(({ step }) => step)).toEqual([
      'validate',
      'import',
    ]);
  });

  it('is read by page and by filter', async () => {
    const log = await darkroom.logs(mixed.request_id);
    const first = await darkroom.get<LogsDto>(`/api/logs/${mixed.request_id}?limit=3`);
    expect(first.logs).toEqual(log.slice(0, 3));
    const rest = await darkroom.logs(mixed.request_id, `cursor=${first.next_cursor}`);
    expect(rest).toEqual(log.slice(3));
    const image = log.find(({ image_id }) => image_id !== null)!.image_id;
    const only = async (query: string, matches: (line: (typeof log)[number]) => boolean) =>
      expect(await darkroom.logs(mixed.request_id, query)).toEqual(log.filter(matches));
    await only(`image_id=${image}`, line => line.image_id === image);
    await only('step=download', line => line.step === 'download');
    await only('status=failure', line => line.status === 'failure');
    await only('step=download&status=success', line => line.step === 'download' && line.status === 'success');
    await only(`image_id=${UNKNOWN_ID}`, () => false);
  });
});

describe('a query that makes no sense', () => {
  const nonsense = '-'.repeat(36);
  it.each([
    [
      '/api/details/ID',
      [
        'limit=0',
        'limit=1001',
        'limit=x',
        'cursor=x',
        'cursor=99999999999',
        'status=done',
        'q=%00',
        'page=2',
        `q=${'x'.repeat(201)}`,
      ],
    ],
    ['/api/status/ID', ['include=images', 'limit=2']],
    [
      '/api/requests',
      ['limit=0', 'limit=1001', 'limit=1.5', 'cursor=x', `cursor=${nonsense}`, 'status=done'],
    ],
    [
      '/api/logs/ID',
      ['limit=-1', 'cursor=x', `cursor=${nonsense}`, 'step=import2', 'status=completed', 'image_id=x'],
    ],
    ['/api/download/ID', ['partial=yes']],
  ])('of %s is refused, naming the parameter', async (path, queries) => {
    for (const query of queries) {
      const url = `${path.replace('ID', mixed.request_id)}?${query}`;
      const problem = await darkroom.get<{ code: string; detail: string }>(url, 400);
      expect(problem).toMatchObject({
        code: 'invalid_parameter',
        detail: expect.stringContaining(query.split('=')[0]!) as string,
        instance: url,
      });
    }
  });
});

describe('the output CSV', () => {
  it('has every row of the upload in its order, with the outputs beside the inputs', async () => {
    const [image1, image2, , image3] = await outputsOf(mixed.request_id);
    expect(await text(mixed.output_csv_url!)).toBe(
      [
        'S. No.,Product Name,Input Image Urls,Output Image Urls',
        `10,Shoe,"${at('/image1.jpg')}, ${at('/image2.jpg')}","${image1}, ${image2}"`,
        `20,Hat,"${at('/missing.jpg')}, ${at('/image3.jpg')}",", ${image3}"`,
        `30,,${at('/image1.jpg')},`,
        `40,Bag,${at('/gone.jpg')},`,
        '',
      ].join('\r\n'),
    );
  });

  it('of unquoted ragged rows has every URL', async () => {
    const csv = [
      'S. No, Product Name, Input Image Urls',
      `1, SKU1, ${at('/image1.jpg')},${at('/image2.jpg')}`,
      `2, SKU2, "${at('/image3.jpg')}, ${at('/image4.jpg')}"`,
    ].join('\n');
    const { request_id, output_csv_url } = await darkroom.process(csv);
    const [one, two, three, four] = await outputsOf(request_id);
    expect(await text(output_csv_url!)).toBe(
      [
        'S. No,Product Name,Input Image Urls,Output Image Urls',
        `1,SKU1,"${at('/image1.jpg')}, ${at('/image2.jpg')}","${one}, ${two}"`,
        `2,SKU2,"${at('/image3.jpg')}, ${at('/image4.jpg')}","${three}, ${four}"`,
        '',
      ].join('\r\n'),
    );
  });

  it('keeps extra columns, the delimiter and dangerous cells, and drops earlier outputs', async () => {
    const csv = [
      'Colour;S. No.;Product Name;Input Image Urls;Output Image Urls;Price;Error Code;=sum',
      `red;1;"Shoe; ""left""";${at('/image1.jpg')};http://old.example/1.jpg;-5,50;timeout;-5`,
      `"two`,
      `lines";;=cmd|x;${at('/image2.jpg')};;@home;;'=quoted`,
    ].join('\n');
    const { request_id, output_csv_url } = await darkroom.process(csv);
    const [one, two] = await outputsOf(request_id);
    expect(await text(output_csv_url!)).toBe(
      [
        "Colour;S. No.;Product Name;Input Image Urls;Output Image Urls;Price;'=sum",
        `red;1;"Shoe; ""left""";${at('/image1.jpg')};${one};"'-5,50";-5`,
        `"two\nlines";;"'=cmd|x";${at('/image2.jpg')};${two};'@home;'=quoted`,
        '',
      ].join('\r\n'),
    );
  });

  const german = () => `S. No.;Product Name;Image Urls\r\n1;Größe 5 – Käse;${at('/image1.jpg')}\r\n`;
  it.each([
    ['UTF-8', (csv: string) => Buffer.from(csv), false],
    ['UTF-8 with a byte order mark', (csv: string) => Buffer.from(`\ufeff${csv}`), true],
    ['UTF-16', (csv: string) => Buffer.from(`\ufeff${csv}`, 'utf16le'), true],
    ['Windows-1252', (csv: string) => Buffer.from(csv.replace('–', '\x96'), 'latin1'), true],
  ])('of an upload in %s is UTF-8', async (_, encoded, bom) => {
    const { request_id, output_csv_url } = await darkroom.process(encoded(german()));
    expect((await darkroom.products(request_id))[0]!.product_name).toBe('Größe 5 – Käse');
    const [output] = await outputsOf(request_id);
    expect(await text(output_csv_url!)).toBe(
      `${bom ? '\ufeff' : ''}S. No.;Product Name;Image Urls;Output Image Urls\r\n1;Größe 5 – Käse;${at('/image1.jpg')};${output}\r\n`,
    );
  });

  it('can be uploaded again, and is the same catalogue', async () => {
    const csv = [
      'S. No.,Product Name,Input Image Urls,Note',
      `1.0,=A1,"${at('/image1.jpg')},${at('/image2.jpg')}","'=1+1"`,
      `,"  ""quoted"", with comma ",${at('/missing.jpg')} ${at('/image3.jpg')},"a\nb"`,
      `7,+49 30,${at('/image4.jpg')},`,
    ].join('\n');
    const first = await darkroom.process(csv);
    const output = await text(first.output_csv_url!);
    const second = await darkroom.process(output);
    const essence = async (id: string) =>
      (await darkroom.products(id)).map(({ row, serial_number, product_name, input_image_urls }) => ({
        row,
        serial_number,
        product_name,
        input_image_urls,
      }));
    expect(await essence(second.request_id)).toEqual(await essence(first.request_id));
    const withoutHashes = (written: string) => written.replace(/-[0-9a-f]{32}/g, '');
    expect(withoutHashes(await text(second.output_csv_url!))).toBe(withoutHashes(output));
  });

  it('of thousands of rows has each once and in order, the skipped ones among them', async () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => ({
      name: row % 3 ? undefined : '',
      urls: at('/image1.jpg'),
    }));
    const { output_csv_url, skipped_rows } = await darkroom.process(catalogue(rows), { on_invalid: 'skip' });
    expect(skipped_rows).toBe(1_667);
    const lines = (await text(output_csv_url!)).split('\r\n').slice(1, -1);
    expect(lines.map(line => Number(line.split(',')[0]))).toEqual(rows.map((_, row) => row + 1));
    expect(lines.filter(line => line.endsWith(','))).toHaveLength(1_667);
  });

  it('is named after the upload', async () => {
    const { headers } = await darkroom.api().get(`/download/${mixed.request_id}`).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="Frühjahr ? 2026-output.csv"; filename*=UTF-8''Fr%C3%BChjahr%20%E2%80%93%202026-output.csv`,
    });
  });

  it('is not there while the request runs, but for what there is so far', async () => {
    for (const path of ['/api/download', '/download']) {
      expect(await darkroom.get(`${path}/${unfinished}`, 409)).toMatchObject({
        status: 409,
        code: 'request_unfinished',
        detail: expect.stringContaining('partial=true') as string,
      });
      await darkroom.api().get(`${path}/${unfinished}?partial=false`).expect(409);
    }
    const lines = (await text(`/api/download/${unfinished}?partial=true`)).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(`2,Slow,${at('/slow.jpg')},`);
  });
});

describe('the rejects CSV', () => {
  it('has the whole rows that failed in part or were skipped, and why', async () => {
    const reason = (path: string) => `${at(path)}: The server answered 404.`;
    expect(await text(mixed.failed_csv_url!)).toBe(
      [
        'S. No.,Product Name,Input Image Urls,Error Code,Error Message',
        `20,Hat,"${at('/missing.jpg')}, ${at('/image3.jpg')}",http_status,${reason('/missing.jpg')}`,
        `30,,${at('/image1.jpg')},empty_product_name,Product Name is empty`,
        `40,Bag,${at('/gone.jpg')},http_status,${reason('/gone.jpg')}`,
        '',
      ].join('\r\n'),
    );
  });

  it('can be mended and uploaded as it is', async () => {
    const mended = (await text(mixed.failed_csv_url!))
      .replace('30,,', '30,Belt,')
      .replace(at('/missing.jpg'), at('/image4.jpg'))
      .replace(at('/gone.jpg'), at('/image4.jpg'));
    const status = await darkroom.process(mended);
    expect(status.image_counts).toMatchObject({ total: 4, completed: 4 });
    expect((await darkroom.products(status.request_id)).map(({ serial_number }) => serial_number)).toEqual([
      20, 30, 40,
    ]);
    expect(await text(`/api/download/${status.request_id}/failed`)).toBe(
      'S. No.,Product Name,Input Image Urls,Error Code,Error Message\r\n',
    );
    expect(status.failed_csv_url).toBeNull();
  });
});

describe('an image', () => {
  let url: string;
  let bytes: Buffer;
  const ask = (headers: Record<string, string> = {}, method = 'GET') => fetch(url, { headers, method });

  beforeAll(async () => {
    const [first] = await outputsOf(mixed.request_id);
    url = first!;
    bytes = await darkroom.bytes(url);
  });

  it('is served to be kept for ever and to harm nobody', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/\bsandbox\b/) as string,
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [head, get] = [await ask({}, 'HEAD'), await ask()];
    expect(head.status).toBe(200);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) {
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  });

  it('is not sent again to who has it', async () => {
    // Not by `fetch`, which adds `Cache-Control: no-cache`.
    const conditional = (tag: string) => darkroom.api().get(new URL(url).pathname).set('If-None-Match', tag);
    const etag = (await ask()).headers.get('etag')!;
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await conditional(tag);
      expect([tag, answer.status, answer.headers.etag]).toEqual([tag, 304, etag]);
    }
    await conditional('"other"').expect(200);
  });

  it.each([
    ['bytes=0-9', (size: number) => [0, Math.min(9, size - 1)]],
    ['bytes=10-', (size: number) => [10, size - 1]],
    ['bytes=-7', (size: number) => [size - 7, size - 1]],
    ['bytes=5-5', () => [5, 5]],
    ['bytes=0-99999999', (size: number) => [0, size - 1]],
  ])('is sent in part for Range: %s', async (range, expected) => {
    const answer = await ask({ range });
    const [start, end] = expected(bytes.length) as [number, number];
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/${bytes.length}`);
    expect(answer.headers.get('content-length')).toBe(String(end - start + 1));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes.subarray(start, end + 1));
  });

  it.each(['bytes=0-1,5-6', 'lines=1-2', 'bytes=x', 'bytes'])('is sent whole for Range: %s', async range => {
    const answer = await ask({ range });
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('is sent whole for a part of another version', async () => {
    expect((await ask({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    const etag = (await ask()).headers.get('etag')!;
    expect((await ask({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
  });

  it.each(['bytes=99999999-', 'bytes=99999998-99999999'])(
    'says how long it is for Range: %s',
    async range => {
      const answer = await ask({ range });
      expect(answer.status).toBe(416);
      expect(answer.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toMatchObject({ code: 'range_not_satisfiable', status: 416 });
    },
  );

  it('is found by its hash, whatever stands before it', async () => {
    const renamed = url.replace(/[^/]*-(?=[0-9a-f]{32})/, 'renamed-');
    expect(renamed).not.toBe(url);
    expect(await darkroom.bytes(renamed)).toEqual(bytes);
    expect(await darkroom.bytes(`${url}/`)).toEqual(bytes);
  });

  it.each([
    'x',
    'x.jpg',
    `a-${'0'.repeat(32)}.jpg`,
    `a-${'0'.repeat(31)}.jpg`,
    `a-${'0'.repeat(32)}.svg`,
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2fsources',
    `..%2fimages%2f00%2f${'0'.repeat(32)}.jpg`,
    'a%00.jpg',
    '%5c..%5cfile.jpg',
    'x'.repeat(5_000),
  ])('by the name of %s is not there', async name => {
    const answer = await darkroom.api().get(`/api/image/${name}`).expect(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({ status: 404, code: 'image_not_found' });
  });

  it('has nothing in the place of another type', async () => {
    await darkroom.api().get(new URL(url).pathname.replace('.jpg', '.png')).expect(404);
  });
});

describe('an id', () => {
  const calls = [
    ['GET', '/api/status/ID'],
    ['GET', '/api/status/ID?include=products'],
    ['GET', '/api/requests/ID'],
    ['GET', '/status/ID'],
    ['GET', '/api/details/ID'],
    ['GET', '/api/download/ID'],
    ['GET', '/download/ID'],
    ['GET', '/api/download/ID/failed'],
    ['GET', '/api/download/ID/source'],
    ['GET', '/api/logs/ID'],
    ['POST', '/api/requests/ID/cancel'],
    ['POST', '/api/requests/ID/retry'],
    ['DELETE', '/api/requests/ID'],
  ] as const;

  it.each(calls)('that nobody knows is a 404 for %s %s', async (method, path) => {
    const garbage = [
      'x',
      '1',
      UNKNOWN_ID,
      `${UNKNOWN_ID}x`,
      "'%20OR%201=1--",
      '%00',
      'x'.repeat(3_000),
      '%F0%9F%93%B7',
    ];
    for (const id of garbage) {
      const answer = await fetch(darkroom.url + path.replace('ID', id), { method });
      expect([id, answer.status]).toEqual([id, 404]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({
        status: 404,
        code: 'request_not_found',
        detail: 'Request ID not found',
        error: 'Request ID not found',
      });
    }
  });

  it('may be written in capitals', async () => {
    expect(await darkroom.status(mixed.request_id.toUpperCase())).toEqual(mixed);
  });
});

describe('every call', () => {
  it('takes a trailing slash for none', async () => {
    const id = mixed.request_id;
    const paths = [
      `/api/status/${id}`,
      `/api/requests/${id}`,
      `/status/${id}`,
      `/api/details/${id}`,
      `/api/download/${id}`,
      `/download/${id}`,
      `/api/download/${id}/failed`,
      `/api/download/${id}/source`,
      `/api/logs/${id}`,
      '/api/requests',
      '/api/openapi.json',
      '/health/live',
      '/api/webhooks/secret',
    ];
    for (const path of paths) {
      const [plain, slashed] = await Promise.all([path, `${path}/`].map(one => darkroom.api().get(one)));
      expect([path, slashed!.status, slashed!.text]).toEqual([path, 200, plain!.text]);
    }
  });

  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/api/status', 404],
    ['DELETE', '/api/upload', 404],
    ['GET', '/api/status/%E0%A4%A', 400],
  ])('that is none, %s %s, is a problem too', async (method, path, status) => {
    const answer = await fetch(darkroom.url + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, instance: path });
  });

  it.each([
    ['is no JSON', '{"request_id":', 400],
    ['is too large', JSON.stringify({ request_id: 'x'.repeat(200_000) }), 413],
  ])('with a body that %s is a problem too', async (_, body, status) => {
    const answer = await darkroom.api().post('/api/webhook').type('json').send(body).expect(status);
    expect(answer.body).toMatchObject({ status, instance: '/api/webhook' });
  });

  it('is listed at the root, with where to read on', async () => {
    const root = await darkroom.get<{
      endpoints: Record<string, string>;
      documentation: Record<string, string>;
    }>('/');
    expect(root).toMatchObject({
      name: 'Darkroom',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
    for (const path of Object.values(root.documentation))
      await darkroom.api().get(path).redirects(1).expect(200);
    for (const [method, path] of Object.values(root.endpoints).map(call => call.split(' '))) {
      const known = path!.replace('{request_id}', mixed.request_id).replace('{filename}', 'x');
      const answer = await darkroom.api()[method === 'GET' ? 'get' : 'post'](known);
      const { code } = answer.body as { code?: string };
      expect([method, path, code]).not.toEqual([method, path, 'not_found']);
    }
  });
});
