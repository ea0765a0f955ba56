import type { RequestStatusDto } from '../../src/requests';
import type { Darkroom } from '../support/darkroom';
import { startServiceWithResults, type ServiceWithResults } from '../support/service-with-results';

let results: ServiceWithResults;
let darkroom: Darkroom;
let mixed: RequestStatusDto;

beforeAll(async () => {
  results = await startServiceWithResults();
  ({ darkroom, mixed } = results);
}, 90_000);
afterAll(() => results.stop());

describe('an image', () => {
  let url: string;
  let bytes: Buffer;
  const ask = (headers: Record<string, string> = {}, method = 'GET') => fetch(url, { headers, method });

  beforeAll(async () => {
    const [first] = await results.outputsOf(mixed.request_id);
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
