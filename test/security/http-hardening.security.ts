import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';
import { sendBytes, sendRaw } from '../support/raw-http';

const ROOT = join(__dirname, '..', '..');
const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';
const csv = Buffer.from(catalogue([{ urls: 'http://192.0.2.1/a.jpg' }]));

/** Runs for the tests of one `describe`. */
function startsDarkroom(env: Record<string, string> = {}): () => Darkroom {
  let darkroom: Darkroom;
  beforeAll(async () => void (darkroom = await Darkroom.start(env)), 90_000);
  afterAll(() => darkroom.stop());
  return () => darkroom;
}

describe('the program', () => {
  it.each([
    ['beyond loopback without keys', { HOST: '0.0.0.0', PUBLIC_URL: 'http://a.example' }, 'HOST must be'],
    ['with a key that is too short', { API_KEYS: 'shop:0123456' }, 'API_KEYS: entry 1 should be'],
  ])('does not start %s, and says what to set', (_what, env, message) => {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['-r', '@swc-node/register', 'src/main.ts'],
      { cwd: ROOT, env: { ...process.env, ...env }, encoding: 'utf8' },
    );
    expect({ status, stdout, message: stderr.slice(0, message.length) }).toEqual({
      status: 1,
      stdout: '',
      message,
    });
    expect(stderr).not.toMatch(/0123456| at .*\.ts/);
  });
});

describe('without keys on loopback', () => {
  const darkroom = startsDarkroom({
    CORS_ORIGINS: 'https://pages.example',
    PUBLIC_URL: 'https://images.example',
  });
  const call = (method: string, path: string, headers: Record<string, string> = {}) =>
    sendRaw(darkroom().url, { method, path, headers });
  const port = () => new URL(darkroom().url).port;

  describe('a host', () => {
    it.each([
      ['the address', () => `127.0.0.1:${port()}`],
      ['the name of loopback', () => `localhost:${port()}`],
      ['the name in capitals', () => 'LOCALHOST'],
      ['IPv6', () => `[::1]:${port()}`],
      ['another port, which may be forwarded', () => 'localhost:8080'],
      ['the public one', () => 'images.example'],
      ['the public one with a port', () => 'Images.Example:8443'],
    ])('that is %s is served', async (_what, host) => {
      expect((await call('GET', '/api/requests', { host: host() })).status).toBe(200);
    });

    it.each([
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '127.0.0.1@evil.example',
      'evil.example#localhost',
      'images.example.evil.example',
      'evil-images.example',
      'localhost:80:80',
      '[::ffff:127.0.0.1.evil]',
      '192.168.1.1',
      '0.0.0.0',
    ])('that is %j is refused: a page may have pointed it here (DNS rebinding)', async host => {
      for (const path of ['/api/requests', '/', '/api/docs', '/health/live']) {
        const { status, body } = await call('GET', path, { host });
        expect({ path, status, code: body.code }).toEqual({ path, status: 403, code: 'forbidden' });
      }
      expect((await call('POST', '/api/upload', { host, origin: `http://${host}` })).status).toBe(403);
    });

    it('that is not named at all is not served', async () => {
      expect(await sendBytes(darkroom().url, 'GET /api/requests HTTP/1.0\r\n\r\n')).toMatch(
        /^HTTP\/1.1 403 /,
      );
    });

    it('is not what a proxy says it is, unless proxies are trusted', async () => {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' };
      expect((await call('GET', '/api/requests', headers)).status).toBe(403);
    });
  });

  describe('a page of another site', () => {
    const foreign: [string, Record<string, string>][] = [
      ['says so', { origin: 'https://evil.example' }],
      ['hides where it is from', { origin: 'null' }],
      ['is on another port', { origin: 'http://127.0.0.1:1' }],
      ['is on a host that only begins alike', { origin: 'https://pages.example.evil.example' }],
      ['has another scheme than the one that is allowed', { origin: 'http://pages.example' }],
      ['is cross-site', { 'sec-fetch-site': 'cross-site' }],
      ['is same-site', { 'sec-fetch-site': 'same-site' }],
      ['is cross-site and says no origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ];

    it.each(foreign)('that %s cannot write', async (_what, headers) => {
      const writes = [
        ['POST', '/api/upload'],
        ['POST', '/upload/'],
        ['POST', `/api/requests/${UNKNOWN_ID}/cancel`],
        ['DELETE', `/api/requests/${UNKNOWN_ID}`],
        ['PATCH', `/api/webhooks/subscriptions/${UNKNOWN_ID}`],
        ['PUT', '/admin/queues/api/queues/images/clean/completed'],
      ] as const;
      for (const [method, path] of writes) {
        const { status, body } = await call(method, path, headers);
        expect({ path, status, code: body.code }).toEqual({ path, status: 403, code: 'forbidden' });
      }
      const form = darkroom().api().post('/api/upload').set(headers).attach('file', csv, 'a.csv');
      await form.expect(403);
      expect(await darkroom().query('SELECT id FROM requests')).toEqual([]);
    });

    it.each(foreign)('that %s cannot read either', async (_what, headers) => {
      const { headers: answered } = await call('GET', '/api/requests', headers);
      expect(answered['access-control-allow-origin']).toBeUndefined();
      expect(answered['cross-origin-resource-policy']).toBe('same-origin');
    });

    it('gets no leave in a CORS preflight', async () => {
      const asked = { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' };
      const { headers } = await call('OPTIONS', '/api/requests', asked);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    });
  });

  describe('permission to write', () => {
    it.each<[string, () => Record<string, string>]>([
      ['who is no browser', () => ({})],
      ['our own page', () => ({ origin: darkroom().url })],
      [
        'our own page, as new browsers say it',
        () => ({ origin: darkroom().url, 'sec-fetch-site': 'same-origin' }),
      ],
      ['a person who types the address', () => ({ 'sec-fetch-site': 'none' })],
      ['our own page through a proxy', () => ({ origin: 'https://images.example' })],
      ['a page of CORS_ORIGINS', () => ({ origin: 'https://pages.example', 'sec-fetch-site': 'cross-site' })],
    ])('has %s', async (_what, headers) => {
      const { status } = await call('DELETE', `/api/requests/${UNKNOWN_ID}`, headers());
      expect(status).toBe(404);
    });

    it('is told to a page of CORS_ORIGINS, with what it may send and see', async () => {
      const origin = 'https://pages.example';
      const asked = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-api-key,idempotency-key',
      };
      const { status, headers } = await call('OPTIONS', '/api/upload', asked);
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'x-api-key,idempotency-key',
      });
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      const answer = await call('GET', '/api/requests', { origin });
      expect(answer.headers['access-control-expose-headers']).toContain('Retry-After');
    });
  });

  describe('the headers', () => {
    it.each(['/', '/api/requests', '/api/nothing', '/api/upload', '/health/live'])(
      'of %s are strict',
      async path => {
        const { headers } = await call('GET', path);
        expect(headers['content-security-policy']).toMatch(
          /^default-src 'none';script-src 'self';style-src 'self';.*frame-ancestors 'none';base-uri 'none'$/,
        );
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
        });
        expect(headers['x-powered-by']).toBeUndefined();
      },
    );

    it.each(['/', '/api/requests', '/api/sample', '/api/openapi.json', '/health/live'])(
      'of %s keep caches on the way from handing it to others',
      async path => {
        expect((await call('GET', path)).headers['cache-control']).toBe('private, no-cache');
      },
    );

    it.each(['/api/docs', '/admin/queues'])('of %s let no foreign and no inline script run', async path => {
      const { headers } = await call('GET', path);
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).toContain("default-src 'none';");
    });
  });

  describe('a malformed call', () => {
    const json = { 'content-type': 'application/json' };
    const notify = (body: string | Buffer, headers = {}) =>
      sendRaw(darkroom().url, {
        method: 'POST',
        path: '/api/webhook',
        headers: { ...json, ...headers },
        body,
      });

    it.each<[string, string | Buffer, number, string]>([
      ['that breaks off', '{"request_id": ', 400, 'malformed_request'],
      ['that is an array', '[]', 400, 'invalid_parameter'],
      ['that is null', 'null', 400, 'malformed_request'],
      ['that is no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'malformed_request'],
      ['with an unknown field', `{"request_id":"${UNKNOWN_ID}","x":1}`, 400, 'invalid_parameter'],
      ['with a prototype', `{"__proto__":{"request_id":"${UNKNOWN_ID}"}}`, 400, 'invalid_parameter'],
      ['with a wrong type', '{"request_id":{"$ne":null}}', 400, 'invalid_parameter'],
      ['that is nested deeply', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, 400, 'malformed_request'],
      ['that is too large', `{"request_id":"${'x'.repeat(200_000)}"}`, 413, 'file_too_large'],
    ])('with JSON %s is told its code, and nothing of the inside', async (_what, body, status, code) => {
      const answer = await notify(body);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.text).not.toMatch(/node_modules|\.ts\b|at .+:\d+/);
    });

    it.each(['constructor', 'toString', '__proto__'])(
      'with the unknown field %s, a name that every object has, is told of it',
      async field => {
        const answers = [
          await notify(`{"${field}":1,"request_id":"${UNKNOWN_ID}"}`),
          await call('GET', `/api/requests?${field}=1`),
        ];
        const problem = { status: 400, code: 'invalid_parameter', detail: `${field} is not a known field.` };
        expect(answers.map(({ body }) => body)).toEqual(Array(2).fill(expect.objectContaining(problem)));
      },
    );

    it('with JSON in an unknown content encoding is refused', async () => {
      const { status } = await notify('{}', { 'content-encoding': 'x-bomb' });
      expect(status).toBe(415);
    });

    it('with JSON that unpacks to more than is allowed is refused', async () => {
      const { gzipSync } = await import('node:zlib');
      const { status } = await notify(gzipSync(Buffer.alloc(50_000_000, 0x20)), {
        'content-encoding': 'gzip',
      });
      expect(status).toBe(413);
    });

    it.each([
      ['/api/status/%', 404],
      ['/api/status/%00', 404],
      ['/api/status/%E0%A4%A', 404],
      [`/api/status/${'x'.repeat(8_000)}`, 404],
      ['/api/requests?limit=1&limit=2', 400],
      ['/api/requests?limit[a]=1', 400],
      ['/api/requests?__proto__[limit]=1', 400],
      [`/api/requests?${'a=1&'.repeat(2_000)}`, 400],
    ])('to the path %s is answered without details of the inside', async (path, status) => {
      const answer = await call('GET', path);
      expect(answer.status).toBe(status);
      expect(answer.text).not.toMatch(/node_modules|\.ts\b|at .+:\d+/);
    });

    it.each([
      ['GET', '/api/status/%ff?include=products', 'request_not_found'],
      ['GET', '/api/details/%E0%A4%A', 'request_not_found'],
      ['GET', '/api/archive/%', 'request_not_found'],
      ['GET', '/api/events/%ff', 'request_not_found'],
      ['GET', '/api/download/%ff/failed', 'request_not_found'],
      ['POST', '/api/requests/%ff/cancel', 'request_not_found'],
      ['GET', '/api/image/%ff.jpg', 'image_not_found'],
      ['GET', '/api/webhooks/subscriptions/%ff', 'subscription_not_found'],
      ['GET', '/api/webhooks/deliveries/%ff', 'delivery_not_found'],
      ['GET', '/%ff', 'not_found'],
      ['GET', '/assets/%ff', 'not_found'],
    ])('%s to %s, which cannot be decoded, finds nothing', async (method, path, code) => {
      const { status, headers, body } = await call(method, path);
      expect({ status, ...body }).toMatchObject({ status: 404, code, instance: path });
      expect(headers['content-type']).toContain('application/problem+json');
    });

    it.each([
      [
        'a URL that is too long',
        `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
        431,
        'headers_too_large',
      ],
      [
        'headers that are too long',
        `GET / HTTP/1.1\r\nHost: localhost\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
        431,
        'headers_too_large',
      ],
      [
        'a header with a bare line feed',
        'GET / HTTP/1.1\r\nHost: localhost\r\nA: b\nX-Split: 1\r\n\r\n',
        400,
        'malformed_request',
      ],
      ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'malformed_request'],
      [
        'an Expect that nobody knows',
        'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\n\r\n',
        417,
        'expectation_failed',
      ],
      ['no HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
      [
        'two lengths',
        'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
        400,
        'malformed_request',
      ],
      [
        'a length and chunks',
        'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        400,
        'malformed_request',
      ],
    ])(
      'with %s is answered by a problem document and the end of the connection',
      async (_what, bytes, status, code) => {
        const [head = '', body = ''] = (await sendBytes(darkroom().url, bytes)).split('\r\n\r\n');
        expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
        expect(head).toContain('application/problem+json');
        expect(JSON.parse(body)).toMatchObject({ status, code });
      },
    );

    it.each([
      ['asks to go on', '1.1', '100-continue'],
      ['is of HTTP/1.0, which knows none', '1.0', '200-ok'],
    ])('is not one whose Expect %s', async (_what, version, expectation) => {
      const head = `GET /health/live HTTP/${version}\r\nHost: localhost\r\nExpect: ${expectation}`;
      const answer = await sendBytes(darkroom().url, `${head}\r\nConnection: close\r\n\r\n`);
      expect(answer).toContain('HTTP/1.1 200 ');
    });

    it('is never logged as an unexpected error', () => {
      expect(darkroom().log()).not.toMatch(/Unexpected error/);
    });
  });
});
