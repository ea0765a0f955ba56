import type { RequestStatusDto } from '../../src/requests';
import type { RequestDetailsDto } from '../../src/requests/http/details/product.dto';
import { catalogue } from '../factories/catalogue';
import type { Darkroom } from '../support/darkroom';
import type { Origin } from '../support/origin';
import { startServiceWithResults, type ServiceWithResults } from '../support/service-with-results';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

let results: ServiceWithResults;
let darkroom: Darkroom;
let origin: Origin;
let mixed: RequestStatusDto;
let unfinished: string;

beforeAll(async () => {
  results = await startServiceWithResults();
  ({ darkroom, origin, mixed, unfinished } = results);
}, 90_000);
afterAll(() => results.stop());

const at = (path: string) => origin.url(path);

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
  it('end a page early that would hold very many images, and go on behind it', async () => {
    const urls = Array<string>(100).fill(at('/image1.jpg'));
    const many = await darkroom.process(catalogue(Array.from({ length: 300 }, () => ({ urls }))));
    const page = (cursor: string) =>
      darkroom.get<RequestDetailsDto>(`/api/details/${many.request_id}?limit=1000&cursor=${cursor}`);
    const first = await page('0');
    expect({ products: first.products.length, next: first.next_cursor }).toEqual({
      products: 250,
      next: '250',
    });
    const rest = await page('250');
    expect({ row: rest.products[0]?.row, products: rest.products.length }).toEqual({
      row: 251,
      products: 50,
    });
    expect(rest.next_cursor).toBeNull();
  });

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

  it('can be searched by a whole URL, however long it may be', async () => {
    const url = at(`/image1.jpg?${'x'.repeat(2_048)}`).slice(0, 2_048);
    const { request_id } = await darkroom.process(
      catalogue([
        { name: 'Long', urls: url },
        { name: 'Short', urls: at('/image1.jpg') },
      ]),
    );
    expect(await names(request_id, `q=${encodeURIComponent(url)}`)).toEqual(['Long']);
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
