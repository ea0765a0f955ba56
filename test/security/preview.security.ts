import { deflateSync } from 'node:zlib';
import { picture } from '../factories/images';
import { CRASHING_SHARP, crashingImage } from '../support/crashing-image';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';

/** 6,500 × 6,500 transparent pixels. */
const WEBP_OF_38_BYTES = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvY9lYFgdQsyKWqIiBiOh/AAA=', 'base64');

/** What the service may take when it decodes nothing itself, in MiB; it runs from its sources here. */
const MEMORY_MB = 400;

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/photo.jpg', await picture().jpeg().toBuffer());
  origin.serve('/crashing.jpg', await crashingImage());
  origin.serve('/vast.webp', WEBP_OF_38_BYTES);
  origin.serve('/gzip.jpg', (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync(Buffer.alloc(200_000_000)));
  });
  for (const [path, to] of Object.entries({
    '/to-metadata': 'http://169.254.169.254/',
    '/to-file': 'file:///etc/passwd',
  })) {
    origin.serve(path, (_request, response) => void response.writeHead(302, { location: to }).end());
  }
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    NODE_OPTIONS: CRASHING_SHARP,
    MALLOC_ARENA_MAX: '2',
  });
}, 90_000);

afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

const preview = (body: object) => darkroom.api().post('/api/preview').send(body);

async function answer(body: object, status: number): Promise<unknown> {
  return (await preview(body).expect(status)).body;
}

describe('a preview', () => {
  it.each([
    ['a private address', () => 'http://10.0.0.1/a.jpg', 'address_blocked'],
    ['the service itself', () => `${darkroom.url}/api/requests`, 'address_blocked'],
    ['the metadata of a cloud, by a redirect', () => origin.url('/to-metadata'), 'address_blocked'],
    ['a file, by a redirect', () => origin.url('/to-file'), 'invalid_url'],
  ])('does not fetch from %s, and tells nothing of it', async (_what, url, code) => {
    const body = await answer({ url: url() }, 422);
    expect(body).toMatchObject({ code });
    expect(body).not.toHaveProperty('before');
  });

  it('stops to read a body that unpacks to more than MAX_IMAGE_BYTES', async () => {
    expect(await answer({ url: origin.url('/gzip.jpg') }, 422)).toMatchObject({ code: 'too_large' });
  });

  it('does not read a huge body of its own', async () => {
    const url = `http://a/${'x'.repeat(200_000)}`;
    expect(await answer({ url }, 413)).toMatchObject({ code: 'file_too_large' });
  });

  it('decodes in another process: vast pictures take no memory of the service', async () => {
    expect(await answer({ url: origin.url('/vast.webp') }, 200)).toMatchObject({ width: 6_500 });
    expect(await darkroom.peakMemoryMb()).toBeLessThan(MEMORY_MB);
  });

  /** Seen to fail with `compressImage` called in the process itself: it was gone. */
  it('that crashes its decoder is told so, and the service lives', async () => {
    const url = origin.url('/crashing.jpg');
    expect(await answer({ url }, 422)).toMatchObject({ code: 'processing_crashed' });
    await answer({ url: origin.url('/photo.jpg') }, 200);
  });

  it('is made for no page of another site', async () => {
    const other = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    await preview({ url: origin.url('/photo.jpg') })
      .set(other)
      .expect(403);
  });
});
