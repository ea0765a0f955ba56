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
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

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
    const image = await darkroom.image(request_id, origin.url(path));
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
      [one, other].map(async status => (await darkroom.image(status!.request_id, urls)).output_image_url),
    );
    expect(first).not.toBe(second);
    expect(await darkroom.bytes(first!)).toEqual(await darkroom.bytes(second!));
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
