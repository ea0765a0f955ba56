/** Of the whole program. The fetching by itself: fetch.e2e.ts. */
import sharp from 'sharp';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
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
    expect(await darkroom.image(request_id, origin.url('/flaky.jpg'))).toMatchObject({
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
    const moved = await darkroom.image(request_id, origin.url('/moved.jpg'));
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
    expect(await darkroom.image(request_id, busy.url('/1.jpg'))).toMatchObject({
      status: 'completed',
      attempts: 1,
    });
    const [first, ...others] = busy.requests();
    expect(others).toHaveLength(3);
    for (const { at } of others) expect(at - first!.at).toBeGreaterThanOrEqual(2_000);
    await busy.close();
  });

  it('that never stops asking to slow down fails its images in the end', async () => {
    const busy = await startOrigin();
    busy.serve('/1.jpg', answer(429, { 'retry-after': '1' }));
    const impatient = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: busy.host, ORIGIN_PATIENCE_MS: '500' });
    const { request_id } = await impatient.process(catalogue([{ urls: busy.url('/1.jpg') }]));
    expect(await impatient.image(request_id, busy.url('/1.jpg'))).toMatchObject({
      status: 'failed',
      error: {
        code: 'origin_throttled',
        message: `${busy.host} kept asking to slow down.`,
        http_status: 429,
      },
    });
    // Once more after the pause that it asked for, which was longer than patience.
    expect(busy.requests()).toHaveLength(2);
    await impatient.stop();
    await busy.close();
  });

  it('that another one redirects to is the one to be left alone when it asks to slow down', async () => {
    const [busy, jumper] = [await startOrigin(), origin.url('/jump.jpg')];
    origin.serve('/jump.jpg', answer(302, { location: busy.url('/target.jpg') }));
    origin.serve('/beside.jpg', image);
    busy.serve('/target.jpg', answer(429, { 'retry-after': '60' }));
    const { request_id } = await darkroom.upload(catalogue([{ urls: jumper }]));
    const pauses = await until('a pause is known', async () => {
      const found = await darkroom.query<{ host: string }>('SELECT host FROM host_pauses');
      return found.length > 0 && found;
    });
    expect(pauses).toEqual([{ host: busy.host }]);
    await darkroom.process(catalogue([{ urls: origin.url('/beside.jpg') }]));
    const [waiting] = await darkroom.query<{ attempts: number; seconds: number }>(
      `SELECT attempts, extract(epoch FROM not_before - now())::float8 AS seconds FROM images WHERE request_id = $1`,
      [request_id],
    );
    expect(waiting).toEqual({ attempts: 0, seconds: expect.any(Number) as number });
    expect(waiting!.seconds).toBeGreaterThan(30);
    await darkroom.api().post(`/api/requests/${request_id}/cancel`).expect(202);
    await darkroom.finished(request_id);
    await darkroom.query('DELETE FROM host_pauses');
    await busy.close();
  });

  it('that answers 404 between its wishes to slow down is not said to let nothing through', async () => {
    const busy = await startOrigin();
    const impatient = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: busy.host, ORIGIN_PATIENCE_MS: '3000' });
    let [from, asked] = [0, 0];
    /** Answers two requests a second. */
    const limited =
      (handler: OriginHandler): OriginHandler =>
      (request, response) => {
        if (Date.now() - from > 1_000) [from, asked] = [Date.now(), 0];
        (++asked > 2 ? answer(429, { 'retry-after': '1' }) : handler)(request, response);
      };
    const missing = Array.from({ length: 14 }, (_, n) => `/missing-${n}.jpg`);
    for (const path of missing) busy.serve(path, limited(answer(404)));
    busy.serve('/last.jpg', limited(answer(200, {}, image)));
    const urls = [...missing, '/last.jpg'].map(path => busy.url(path));
    const status = await impatient.process(catalogue(urls.map(url => ({ urls: url }))));
    expect(status).toMatchObject({
      image_counts: { completed: 1 },
      failures: [{ code: 'http_status', count: missing.length }],
    });
    await impatient.stop();
    await busy.close();
  }, 60_000);

  it('is waited for however long ago it last asked to slow down, which is forgotten in the end', async () => {
    const busy = await startOrigin();
    busy.serve('/1.jpg', after(1, answer(429, { 'retry-after': '1' }), image));
    await darkroom.query(
      `INSERT INTO host_pauses (host, until, throttled_since)
       SELECT host, now() - interval '1 day', now() - interval '25 hours' FROM unnest($1::text[]) AS h(host)`,
      [[busy.host, 'nobody-comes-back.example:443']],
    );
    const { request_id } = await darkroom.process(catalogue([{ urls: busy.url('/1.jpg') }]));
    expect(await darkroom.image(request_id, busy.url('/1.jpg'))).toMatchObject({
      status: 'completed',
      error: null,
    });
    expect(await darkroom.query('SELECT * FROM host_pauses')).toEqual([]);
    await busy.close();
  });
});
