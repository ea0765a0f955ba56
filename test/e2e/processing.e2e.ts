import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import { RESULT_FOLDERS } from '../../src/images/output-file';
import { LARGEST_GROUP } from '../../src/products/import/url-leaders';
import { catalogue } from '../factories/catalogue';
import { picture, samples, SECRET, withPrivateMetadata } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { expectCountersEqualRows } from '../support/invariants';
import { type Origin, type OriginHandler, startOrigin } from '../support/origin';
import { until } from '../support/until';

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
    IMAGE_ATTEMPTS: '3',
    DOWNLOAD_TIMEOUT_MS: '2000',
    MAX_IMAGE_BYTES: '300000',
    MAX_IMAGE_PIXELS: '250000',
    MAX_FRAMES: '10',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

const answer =
  (status: number, headers: Record<string, string> = {}, body?: string | Buffer): OriginHandler =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

/** The first so many requests are answered one way, all others with the image. */
function after(times: number, first: OriginHandler, image: Buffer): OriginHandler {
  let seen = 0;
  return (request, response) => void (++seen <= times ? first(request, response) : response.end(image));
}

/** One image of a finished request, by its URL. */
async function imageOf(requestId: string, url: string) {
  const images = (await darkroom.products(requestId)).flatMap(product => product.images);
  return images.find(image => image.input_image_url === url)!;
}

async function decoded(url: string | null) {
  const bytes = await darkroom.bytes(url!);
  // Decodes every pixel: a file that only begins well is none.
  await sharp(bytes, { animated: true }).stats();
  return { bytes, ...(await sharp(bytes, { animated: true }).metadata()) };
}

describe('a catalogue of every format', () => {
  const formats: Record<string, string> = {
    'baseline JPEG': 'jpeg',
    'progressive JPEG': 'jpeg',
    PNG: 'png',
    'interlaced PNG': 'png',
    WebP: 'webp',
    'lossless WebP': 'webp',
    'animated WebP': 'webp',
    AVIF: 'avif',
    GIF: 'gif',
    'animated GIF': 'gif',
    'deflated TIFF': 'tiff',
    'JPEG in TIFF': 'tiff',
    'uncompressed TIFF': 'tiff',
  };
  const pathOf = (name: string) => `/formats/${name.replaceAll(' ', '-')}.img`;

  beforeAll(async () => {
    expect(Object.keys(formats)).toEqual(Object.keys(samples));
    for (const [name, make] of Object.entries(samples)) origin.serve(pathOf(name), await make());
  });

  it('comes out in the same formats and dimensions, all of it decodable and none larger', async () => {
    const names = Object.keys(formats);
    const status = await darkroom.process(
      catalogue(names.map(name => ({ name, urls: origin.url(pathOf(name)) }))),
    );
    expect(status).toMatchObject({ status: 'completed', progress: 1, processed_products: names.length });
    for (const { product_name: name, images } of await darkroom.products(status.request_id)) {
      const original = await sharp(await samples[name]!(), { animated: true }).metadata();
      const [image] = images;
      const output = await decoded(image!.output_image_url);
      expect({ name, format: output.format, of: [output.width, output.pageHeight ?? output.height] }).toEqual(
        {
          name,
          format: original.format,
          of: [original.width, original.pageHeight ?? original.height],
        },
      );
      expect({ pages: output.pages, delay: output.delay, loop: output.loop }).toEqual({
        pages: original.pages,
        delay: original.delay,
        loop: original.loop,
      });
      expect(image).toMatchObject({
        status: 'completed',
        error: null,
        bytes_out: output.bytes.length,
        width: original.width,
        height: original.pageHeight ?? original.height,
        format: formats[name],
        attempts: 1,
      });
      expect(image!.bytes_out).toBeLessThanOrEqual(image!.bytes_in!);
    }
    await expectCountersEqualRows(darkroom);
  });

  it('is converted where the upload says so, but animations go on moving', async () => {
    const names = Object.keys(formats);
    const status = await darkroom.process(
      catalogue(names.map(name => ({ name, urls: origin.url(pathOf(name)) }))),
      { format: 'png' },
    );
    for (const { product_name: name, images } of await darkroom.products(status.request_id)) {
      const format = name.startsWith('animated') ? formats[name] : 'png';
      expect({ name, format: images[0]!.format }).toEqual({ name, format });
      expect((await decoded(images[0]!.output_image_url)).format).toBe(format);
    }
  });
});

it('the folders of results are made at the start, and not by the first images', async () => {
  const made = await readdir(join(darkroom.dataDir, 'files'), { recursive: true });
  expect(made).toEqual(expect.arrayContaining(RESULT_FOLDERS));
});

describe('the options of an upload', () => {
  beforeAll(async () => {
    origin.serve('/options.jpg', await picture(300, 200).jpeg({ quality: 98 }).toBuffer());
    const turned = withPrivateMetadata(picture(60, 40).jpeg({ quality: 98 }), 6);
    origin.serve('/turned.jpg', await turned.toBuffer());
    origin.serve('/spare.jpg', await picture(60, 40).jpeg({ quality: 5 }).toBuffer());
  });

  async function outputOf(path: string, fields: Record<string, string> = {}) {
    const { request_id } = await darkroom.process(catalogue([{ urls: origin.url(path) }]), fields);
    const image = await imageOf(request_id, origin.url(path));
    return { image, ...(await decoded(image.output_image_url)) };
  }

  it('decide about quality', async () => {
    const [low, standard, high] = await Promise.all([
      outputOf('/options.jpg', { quality: '10' }),
      outputOf('/options.jpg'),
      outputOf('/options.jpg', { quality: '90' }),
    ]);
    expect(low.bytes.length).toBeLessThan(standard.bytes.length);
    expect(standard.bytes.length).toBeLessThan(high.bytes.length);
  });

  it('shrink to fit and never enlarge', async () => {
    const [narrow, flat, boxed, roomy] = await Promise.all([
      outputOf('/options.jpg', { max_width: '150' }),
      outputOf('/options.jpg', { max_height: '50' }),
      outputOf('/options.jpg', { max_width: '60', max_height: '60' }),
      outputOf('/options.jpg', { max_width: '1000', max_height: '1000' }),
    ]);
    const size = ({ width, height, image }: typeof narrow) => {
      expect([image.width, image.height]).toEqual([width, height]);
      return [width, height];
    };
    expect([narrow, flat, boxed, roomy].map(size)).toEqual([
      [150, 100],
      [75, 50],
      [60, 40],
      [300, 200],
    ]);
  });

  it('give another format its extension and its type', async () => {
    const { image, format } = await outputOf('/options.jpg', { format: 'webp', effort: 'fast' });
    expect(format).toBe('webp');
    expect(image.output_image_url).toMatch(/\/options-[0-9a-f]{32}\.webp$/);
    const { headers } = await fetch(image.output_image_url!, { method: 'HEAD' });
    expect(headers.get('content-type')).toBe('image/webp');
  });

  it('leave a picture upright and without private metadata', async () => {
    const { bytes, width, height, orientation, exif } = await outputOf('/turned.jpg');
    expect({ width, height, orientation, exif }).toEqual({ width: 40, height: 60 });
    expect(bytes.includes(SECRET)).toBe(false);
  });

  it('keep an original that encoding could only enlarge', async () => {
    const { image, bytes } = await outputOf('/spare.jpg', { quality: '90' });
    expect(image).toMatchObject({ outcome: 'kept_original', bytes_out: bytes.length });
    expect(image.bytes_out).toBeLessThanOrEqual(image.bytes_in!);
    expect((await outputOf('/options.jpg')).image.outcome).toBe('compressed');
  });
});

describe('a URL that occurs several times', () => {
  it('is fetched once, and every occurrence has the result', async () => {
    origin.serve('/shared.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
    const [shared, missing] = [origin.url('/shared.jpg'), origin.url('/shared-missing.jpg')];
    const status = await darkroom.process(
      catalogue([{ urls: [shared, missing] }, { urls: [shared, shared] }, { urls: missing }]),
    );
    const products = await darkroom.products(status.request_id);
    const outputs = products.map(product => product.output_image_urls);
    const url = outputs[0]![0];
    expect(url).toContain('/api/image/shared-');
    expect(outputs).toEqual([[url, null], [url, url], [null]]);
    expect(products.map(product => product.status)).toEqual(['completed', 'completed', 'failed']);
    expect(origin.requests('/shared.jpg')).toHaveLength(1);
    expect(origin.requests('/shared-missing.jpg')).toHaveLength(1);
    expect(status.image_counts).toMatchObject({ total: 5, completed: 3, failed: 2 });
    expect(status.failures).toEqual([{ code: 'http_status', count: 2 }]);
    await expectCountersEqualRows(darkroom);
  });

  it('is fetched once however often it occurs, with more occurrences than move together', async () => {
    origin.serve('/placeholder.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
    const [placeholder, missing] = [origin.url('/placeholder.jpg'), origin.url('/placeholder-missing.jpg')];
    const rows = Array.from({ length: 3 * LARGEST_GROUP }, () => ({ urls: [placeholder, missing] }));
    const status = await darkroom.process(catalogue(rows));
    const products = await darkroom.products(status.request_id);
    const [url] = products[0]!.output_image_urls;
    expect(url).toContain('/api/image/placeholder-');
    expect(products.every(({ output_image_urls }) => isDeepStrictEqual(output_image_urls, [url, null]))).toBe(
      true,
    );
    expect(origin.requests('/placeholder.jpg')).toHaveLength(1);
    expect(origin.requests('/placeholder-missing.jpg')).toHaveLength(1);
    expect(status.image_counts).toMatchObject({ completed: rows.length, failed: rows.length });
    expect(status.failures).toEqual([{ code: 'http_status', count: rows.length }]);
    await expectCountersEqualRows(darkroom);
    // The first one, one that shares its fate, the leader of the next group, and one that shares that one's.
    for (const row of [0, 1, LARGEST_GROUP, LARGEST_GROUP + 1]) {
      const log = await darkroom.logs(status.request_id, `image_id=${products[row]!.images[1]!.image_id}`);
      expect(log.map(({ step, status }) => [row, step, status])).toEqual([[row, 'download', 'failure']]);
    }
  });

  it('shows when the work on it began at every occurrence', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>(resolve => (release = resolve));
    const image = await picture().jpeg({ quality: 95 }).toBuffer();
    origin.serve('/late.jpg', (_request, response) => void released.then(() => response.end(image)));
    const urls = Array<string>(3).fill(origin.url('/late.jpg'));
    const { request_id } = await darkroom.upload(catalogue([{ urls }]));
    const times = async () =>
      (await darkroom.products(request_id)).flatMap(({ images }) =>
        images.map(({ started_at }) => started_at),
      );
    const begun = await until('the work has begun', async () => ((await times())[0] ? times() : null));
    expect(new Set(begun)).toEqual(new Set([begun[0]]));
    release();
    await darkroom.finished(request_id);
    expect(await times()).toEqual(begun);
  });

  it('has another result, with another name, in another request', async () => {
    origin.serve('/again.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
    const urls = origin.url('/again.jpg');
    const [one, other] = await Promise.all([1, 2].map(() => darkroom.process(catalogue([{ urls }]))));
    const [first, second] = await Promise.all(
      [one, other].map(status => imageOf(status!.request_id, urls).then(image => image.output_image_url)),
    );
    expect(first).not.toBe(second);
    expect(await darkroom.bytes(first!)).toEqual(await darkroom.bytes(second!));
  });
});

describe('an image that cannot be had', () => {
  const broken: Record<string, { code: string; http_status?: number; attempts: number; url: string }> = {};

  beforeAll(async () => {
    const at = (path: string, handler: OriginHandler | Buffer) => {
      origin.serve(path, handler);
      return origin.url(path);
    };
    const jpeg = await picture(200, 200).jpeg().toBuffer();
    const closed = await startOrigin();
    await closed.close();
    const circle = answer(302, { location: '/circle.jpg' });
    const inward = answer(302, { location: 'http://169.254.169.254/latest/meta-data' });
    const html = answer(200, { 'content-type': 'image/jpeg' }, '<!doctype html><title>Shop</title>');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    const frames = await sharp(
      await Promise.all(
        Array.from({ length: 11 }, (_, hue) =>
          picture(8, 8)
            .modulate({ hue: hue * 20 })
            .png()
            .toBuffer(),
        ),
      ),
      { join: { animated: true } },
    )
      .gif()
      .toBuffer();
    Object.assign(broken, {
      'not found': { code: 'http_status', http_status: 404, attempts: 1, url: origin.url('/missing.jpg') },
      'an error that stays': {
        code: 'http_status',
        http_status: 500,
        attempts: 3,
        url: at('/500.jpg', answer(500)),
      },
      'a web page': { code: 'not_an_image', attempts: 1, url: at('/page.jpg', html) },
      'an SVG': { code: 'unsupported_format', attempts: 1, url: at('/drawing.svg', Buffer.from(svg)) },
      'cut off': {
        code: 'corrupt_image',
        attempts: 1,
        url: at('/half.jpg', jpeg.subarray(0, jpeg.length / 2)),
      },
      'an empty file': { code: 'empty_body', attempts: 1, url: at('/empty.jpg', Buffer.alloc(0)) },
      'too large': { code: 'too_large', attempts: 1, url: at('/large.jpg', Buffer.alloc(300_001, jpeg)) },
      'too many pixels': {
        code: 'too_many_pixels',
        attempts: 1,
        url: at('/wide.png', await picture(501, 500).png({ compressionLevel: 9, palette: true }).toBuffer()),
      },
      'too many frames': { code: 'too_many_frames', attempts: 1, url: at('/long.gif', frames) },
      'a circle': { code: 'too_many_redirects', attempts: 1, url: at('/circle.jpg', circle) },
      'a private address': { code: 'address_blocked', attempts: 1, url: 'http://10.0.0.1/a.jpg' },
      'a redirect to a private address': {
        code: 'address_blocked',
        attempts: 1,
        url: at('/inward.jpg', inward),
      },
      'this very service': { code: 'address_blocked', attempts: 1, url: `${darkroom.url}/health/live` },
      'nobody there': { code: 'connect_failed', attempts: 3, url: closed.url('/a.jpg') },
      'no such host': { code: 'dns_failed', attempts: 3, url: 'http://no-such-host.invalid/a.jpg' },
      'no answer': { code: 'timeout', attempts: 3, url: at('/silent.jpg', () => undefined) },
    });
    origin.serve('/fine.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
  });

  it('fails alone, with its own code, while the others complete', async () => {
    const rows = Object.entries(broken).map(([name, { url }]) => ({
      name,
      urls: [url, origin.url('/fine.jpg')],
    }));
    const status = await darkroom.process(catalogue(rows));
    for (const { product_name: name, images, ...product } of await darkroom.products(status.request_id)) {
      const { code, http_status = null, attempts } = broken[name]!;
      expect({ name, ...images[0] }).toMatchObject({
        name,
        status: 'failed',
        outcome: null,
        output_image_url: null,
        error: { code, http_status, message: expect.stringMatching(/^\S.*\.$/) as string },
        attempts,
        bytes_in: null,
        bytes_out: null,
      });
      expect({ name, status: images[1]!.status, product: product.status }).toEqual({
        name,
        status: 'completed',
        product: 'completed',
      });
    }
    const count = rows.length;
    expect(status).toMatchObject({
      status: 'completed',
      progress: 1,
      product_counts: { total: count, completed: count, failed: 0 },
      image_counts: { total: 2 * count, completed: count, failed: count },
    });
    expect(status.failures.reduce((sum, { count }) => sum + count, 0)).toBe(count);
    await expectCountersEqualRows(darkroom);
    const log = await darkroom.logs(status.request_id, 'status=failure');
    expect(new Set(log.map(({ image_id }) => image_id)).size).toBe(count);
  });

  it('makes the request fail where there is no other', async () => {
    const status = await darkroom.process(
      catalogue([{ urls: [broken['not found']!.url, broken['a web page']!.url] }]),
    );
    expect(status).toMatchObject({
      status: 'failed',
      progress: 1,
      processed_products: 0,
      product_counts: { total: 1, completed: 0, failed: 1 },
      image_counts: { total: 2, completed: 0, failed: 2 },
      bytes: { input: 0, output: 0, saved_percent: 0 },
      failures: [
        { code: 'http_status', count: 1 },
        { code: 'not_an_image', count: 1 },
      ],
    });
    await expectCountersEqualRows(darkroom);
  });
});

describe('an origin', () => {
  let image: Buffer;
  beforeAll(async () => (image = await picture().jpeg({ quality: 95 }).toBuffer()));

  it('that fails twice is asked a third time', async () => {
    origin.serve('/flaky.jpg', after(2, answer(502), image));
    const { request_id } = await darkroom.process(catalogue([{ urls: origin.url('/flaky.jpg') }]));
    expect(await imageOf(request_id, origin.url('/flaky.jpg'))).toMatchObject({
      status: 'completed',
      attempts: 3,
      error: null,
    });
    expect(origin.requests('/flaky.jpg')).toHaveLength(3);
    const steps = (await darkroom.logs(request_id, 'step=download')).map(({ status }) => status);
    expect(steps).toEqual(['failure', 'failure', 'success']);
  });

  it('that redirects is followed', async () => {
    origin.serve('/moved.jpg', answer(301, { location: '/moved/again.jpg?a=1' }));
    origin.serve('/moved/again.jpg?a=1', answer(307, { location: origin.url('/here.jpg') }));
    origin.serve('/here.jpg', image);
    const { request_id } = await darkroom.process(catalogue([{ urls: origin.url('/moved.jpg') }]));
    const moved = await imageOf(request_id, origin.url('/moved.jpg'));
    expect(moved).toMatchObject({ status: 'completed', attempts: 1 });
    expect(moved.output_image_url).toContain('/api/image/moved-');
  });

  it('that asks to slow down is left alone for so long, which uses up no attempt, and nobody else waits', async () => {
    const busy = await startOrigin();
    busy.serve('/1.jpg', after(1, answer(429, { 'retry-after': '2' }), image));
    for (const path of ['/2.jpg', '/3.jpg']) busy.serve(path, image);
    origin.serve('/meanwhile.jpg', image);
    const { request_id } = await darkroom.upload(catalogue([{ urls: busy.url('/1.jpg') }]));
    const { waiting } = await until('the request waits for the host', async () => {
      const status = await darkroom.status(request_id);
      return status.waiting.length > 0 ? status : null;
    });
    expect(waiting).toEqual([{ host: busy.host, until: expect.stringMatching(/Z$/) as string, images: 1 }]);

    const later = await darkroom.upload(catalogue([{ urls: [busy.url('/2.jpg'), busy.url('/3.jpg')] }]));
    const other = await darkroom.process(catalogue([{ urls: origin.url('/meanwhile.jpg') }]));
    expect(Date.parse(other.completed_at!)).toBeLessThan(Date.parse(waiting[0]!.until));

    expect(await darkroom.finished(request_id)).toMatchObject({ status: 'completed', waiting: [] });
    await darkroom.finished(later.request_id);
    expect(await imageOf(request_id, busy.url('/1.jpg'))).toMatchObject({ status: 'completed', attempts: 1 });
    const [first, ...others] = busy.requests();
    expect(others).toHaveLength(3);
    for (const { at } of others) expect(at - first!.at).toBeGreaterThanOrEqual(2_000);
    await busy.close();
  });

  it('is waited for however long ago it last asked to slow down, which is forgotten in the end', async () => {
    const busy = await startOrigin();
    busy.serve('/1.jpg', after(1, answer(429, { 'retry-after': '1' }), image));
    await darkroom.query(
      `INSERT INTO host_pauses (host, until, throttled_since)
       SELECT host, now() - interval '1 day', now() - interval '25 hours' FROM unnest($1::text[]) AS h(host)`,
      [[busy.host, 'nobody-comes-back.example:443']],
    );
    const { request_id } = await darkroom.process(catalogue([{ urls: busy.url('/1.jpg') }]));
    expect(await imageOf(request_id, busy.url('/1.jpg'))).toMatchObject({ status: 'completed', error: null });
    expect(await darkroom.query('SELECT * FROM host_pauses')).toEqual([]);
    await busy.close();
  });
});

describe('a large catalogue', () => {
  it('of 20,000 rows begins to be worked on while it is still being imported, and every row is right', async () => {
    const paths = Array.from({ length: 40 }, (_, index) => `/large/${index}.jpg`);
    const image = await picture().jpeg({ quality: 95 }).toBuffer();
    paths.forEach(path => origin.serve(path, image));
    const rows = Array.from({ length: 20_000 }, (_, row) => ({ urls: origin.url(paths[row % 40]!) }));
    const { request_id, total_products } = await darkroom.upload(catalogue(rows));
    expect(total_products).toBe(20_000);
    const status = await darkroom.finished(request_id, 60_000);
    expect(status.image_counts).toMatchObject({ total: 20_000, completed: 20_000 });
    expect(status.product_counts).toMatchObject({ total: 20_000, completed: 20_000 });
    await expectCountersEqualRows(darkroom);
    for (const path of paths) expect(origin.requests(path)).toHaveLength(1);

    const [timing] = await darkroom.query<{ overlapped: boolean }>(
      `SELECT min(i.finished_at) < r.imported_at AS overlapped
         FROM requests r JOIN images i ON i.request_id = r.id WHERE r.id = $1 GROUP BY r.id`,
      [request_id],
    );
    expect(timing).toEqual({ overlapped: true });
    const [wrong] = await darkroom.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM products p JOIN images i ON i.product_id = p.id
        WHERE p.request_id = $1
          AND (p.serial_number <> p.row OR p.product_name <> 'SKU' || p.row OR i.position <> 1
               OR i.input_image_url <> $2 || ((p.row - 1) % 40) || '.jpg' OR i.output_file IS NULL)`,
      [request_id, origin.url('/large/')],
    );
    expect(wrong).toEqual({ rows: 0 });
  });
});
