import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { Scrape } from '../support/metrics';
import { until } from '../support/until';

const ROOT = join(__dirname, '..', '..');
const QUEUES = ['images', 'imports', 'large-imports', 'webhooks'];
const OPERATORS_PAGES = [
  ...['/admin/queues', '/admin/queues/', '/admin/queues/api/queues', '/ADMIN/queues'],
  ...['/metrics', '/metrics/', '/METRICS'],
];

let origin: Origin;
let image: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  image = origin.url('/a.jpg');
});
afterAll(() => origin.close());

/** Runs for the tests of one `describe`. */
function startsDarkroom(env: Record<string, string> = {}): () => Darkroom {
  let darkroom: Darkroom;
  beforeAll(async () => {
    darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host, ...env });
  }, 90_000);
  afterAll(() => darkroom.stop());
  return () => darkroom;
}

describe('a running service', () => {
  const darkroom = startsDarkroom({ LOG_LEVEL: 'info' });

  describe('its pages for operators', () => {
    it('are a board that shows every queue', async () => {
      const board = await darkroom().api().get('/admin/queues').redirects(1).expect(200);
      expect(board.headers['content-type']).toContain('text/html');
      const [script] = /[^"']*\.js(?=["'])/.exec(board.text)!;
      await darkroom()
        .api()
        .get(new URL(script, `${darkroom().url}/admin/queues/`).pathname)
        .expect(200);
      const { queues } = await darkroom().get<{ queues: { name: string }[] }>('/admin/queues/api/queues');
      expect(queues.map(({ name }) => name).sort()).toEqual(QUEUES);
    });

    it.each([
      ['a proxy', 'X-Forwarded-For', '203.0.113.7'],
      ['a proxy of the standard', 'Forwarded', 'for=203.0.113.7'],
      ['nginx', 'X-Real-IP', '127.0.0.1'],
      ['a proxy that says so', 'Via', '1.1 proxy'],
      ['a host name that points here', 'Host', 'darkroom.example.com'],
      ['a host name that looks like us', 'Host', '127.0.0.1.example.com'],
    ])('are not there for who comes through %s', async (_, header, value) => {
      for (const path of OPERATORS_PAGES) {
        const answer = await darkroom().api().get(path).set(header, value).expect(404);
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect(answer.body).toMatchObject({ status: 404, code: 'not_found', instance: path });
      }
    });
  });

  describe('its health', () => {
    it('is alive', async () => {
      expect(await darkroom().get('/health/live')).toEqual({ status: 'ok' });
    });

    it('is ready, with a line for each dependency', async () => {
      const up = { postgres: { status: 'up' }, redis: { status: 'up' }, storage: { status: 'up' } };
      expect(await darkroom().get('/health/ready')).toMatchObject({ status: 'ok', details: up });
      expect(await darkroom().files('files/probe')).toEqual([]);
    });
  });

  describe('its answers', () => {
    it('carry an id that its log knows them by', async () => {
      const paths = ['/', '/api/requests', '/api/status/x', '/api/nothing', '/api/requests'];
      const ids = [];
      for (const path of paths) ids.push((await darkroom().api().get(path)).headers['x-request-id']!);
      expect(new Set(ids).size).toBe(paths.length);
      const logged = () =>
        darkroom()
          .log()
          .split('\n')
          .filter(line => line.startsWith('{'))
          .map(line => (JSON.parse(line) as { req?: { id: string; url: string } }).req);
      for (const [index, url] of paths.entries()) {
        const id = ids[index];
        await until(`the log has call ${id}`, () => logged().some(req => req?.id === id && req?.url === url));
      }
    });

    it('carry one when they refuse, too', async () => {
      const { headers } = await darkroom().api().get('/').set('Host', 'elsewhere.example').expect(403);
      expect(headers['x-request-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    });

    it('leave the connection open for longer than a proxy does', async () => {
      const { headers } = await darkroom().api().get('/').set('Connection', 'keep-alive').expect(200);
      expect(Number(/timeout=(\d+)/.exec(headers['keep-alive']!)?.[1])).toBeGreaterThan(60);
    });

    it('are no error of ours when the client hangs up in the middle', async () => {
      const notes = Array.from({ length: 40 }, (_, row) => `Shoe ${row},${image},${'x'.repeat(500_000)}`);
      const large = ['Product Name,Input Image Urls,Note', ...notes].join('\n');
      const { request_id } = await darkroom().upload(large);
      const calls =
        'http_request_duration_seconds_count{method="GET",route="/api/download/:id/source",status="200"}';

      const answer = await fetch(`${darkroom().url}/api/download/${request_id}/source`);
      await answer.body!.cancel();

      await until('the call is over', async () => (await Scrape.of(darkroom().url)).value(calls) === 1);
      expect(darkroom().log()).not.toContain('Unexpected error');
    });

    it('name no framework in their headers', async () => {
      const { headers } = await darkroom().api().get('/').expect(200);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
      expect(headers['x-powered-by']).toBeUndefined();
    });
  });

  describe('its documentation', () => {
    interface Schema {
      $ref?: string;
      description?: string;
      example?: unknown;
      enum?: unknown[];
      properties?: Record<string, Schema>;
      items?: Schema;
      allOf?: Schema[];
      oneOf?: Schema[];
      anyOf?: Schema[];
    }
    interface Operation {
      summary?: string;
      responses: Record<
        string,
        { description: string; content?: Record<string, { examples?: object; schema?: object }> }
      >;
    }
    interface OpenApi {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, Schema> };
    }
    let document: OpenApi;
    beforeAll(async () => (document = await darkroom().get('/api/openapi.json')));

    it('is shown by Swagger UI', async () => {
      const page = await darkroom().api().get('/api/docs').redirects(1).expect(200);
      expect(page.text).toContain('swagger-ui');
      const { text } = await darkroom().api().get('/api/docs/swagger-ui-init.js').expect(200);
      expect(text).toContain('/api/status/{id}');
    });

    it('is the same as openapi.json in the project; else run npm run openapi', async () => {
      expect(document).toEqual(JSON.parse(await readFile(join(ROOT, 'openapi.json'), 'utf8')));
    });

    it.each([
      ['get', '/', []],
      ['post', '/api/upload', [200, 202, 400, 413, 415, 422]],
      ['get', '/api/status/{id}', [200, 404]],
      ['get', '/api/requests/{id}', [200, 404]],
      ['get', '/api/details/{id}', [200, 400, 404]],
      ['get', '/api/download/{id}', [200, 404, 409]],
      ['get', '/api/download/{id}/failed', [200, 404]],
      ['get', '/api/download/{id}/source', [200, 404]],
      ['get', '/api/image/{filename}', [200, 206, 304, 404]],
      ['get', '/api/logs/{id}', [200, 400, 404]],
      ['get', '/api/requests', [200, 400]],
      ['post', '/api/webhook', [202, 404, 409, 422]],
      ['get', '/api/webhooks/secret', [200]],
      ['get', '/api/webhooks/deliveries', [200, 400]],
      ['get', '/api/webhooks/deliveries/{id}', [200, 404]],
      ['post', '/api/webhooks/deliveries/{id}/redeliver', [202, 404]],
      ['get', '/health/live', [200]],
      ['get', '/health/ready', [200, 503]],
    ] as const)('tells of %s %s and its answers', (method, path, statuses) => {
      const operation = document.paths[path]?.[method];
      expect(operation?.summary).toMatch(/\w/);
      expect(Object.keys(operation!.responses)).toEqual(expect.arrayContaining(statuses.map(String)));
    });

    it.each([
      ['post', '/api/upload'],
      ['post', '/api/webhook'],
      ['post', '/api/webhooks/subscriptions'],
      ['patch', '/api/webhooks/subscriptions/{id}'],
      ['post', '/api/webhooks/subscriptions/{id}/redeliver'],
      ['post', '/api/preview'],
    ] as const)('tells of %s %s what comes of a body that cannot be read', (method, path) => {
      const { responses } = document.paths[path]![method]!;
      const codes = (status: number) =>
        Object.keys(responses[status]?.content?.['application/problem+json']?.examples ?? {});
      expect([codes(400), codes(413)]).toEqual([
        expect.arrayContaining(['malformed_request']),
        ['file_too_large'],
      ]);
    });

    it('gives every error an example', () => {
      for (const [path, operations] of Object.entries(document.paths)) {
        for (const [method, { responses }] of Object.entries(operations)) {
          for (const [status, { content }] of Object.entries(responses)) {
            const problem = content?.['application/problem+json'];
            if (!problem) continue;
            expect([method, path, status, Object.keys(problem.examples ?? {}).length > 0]).toEqual([
              method,
              path,
              status,
              true,
            ]);
          }
        }
      }
    });

    it.each([
      'RequestStatusDto',
      'RequestDetailsDto',
      'UploadAcceptedDto',
      'ValidationReportDto',
      'ProblemDto',
      'LogsDto',
    ])('explains or shows every field of %s', name => {
      const bare: string[] = [];
      const visit = (schema: Schema, at: string) => {
        const inner = [
          schema,
          ...(schema.allOf ?? []),
          ...(schema.oneOf ?? []),
          ...(schema.anyOf ?? []),
          ...(schema.items ? [schema.items] : []),
        ];
        const ref = inner.find(({ $ref }) => $ref)?.$ref;
        const named = ref ? document.components.schemas[ref.split('/').at(-1)!]! : schema;
        const isTold = schema.example !== undefined || schema.description !== undefined || ref !== undefined;
        if (at && !isTold) bare.push(at);
        for (const [field, value] of Object.entries(named.properties ?? {})) visit(value, `${at}.${field}`);
      };
      visit(document.components.schemas[name]!, '');
      expect(bare).toEqual([]);
    });

    it('knows every field that the status really has', async () => {
      const { request_id } = await darkroom().process(catalogue([{ urls: image }]));
      const status = await darkroom().status(request_id);
      const told = Object.keys(document.components.schemas.RequestStatusDto!.properties!);
      expect(Object.keys(status).sort()).toEqual(told.sort());
    });

    it.each([
      ['/api/status/{id}', ''],
      ['/api/status/{id}', '?include=products'],
      ['/api/details/{id}', ''],
    ])('is true of what %s%s answers', async (path, query) => {
      const { request_id } = await darkroom().process(
        catalogue([{ urls: [image, origin.url('/gone.jpg')] }]),
      );
      const { schema } = document.paths[path]!.get!.responses[200]!.content!['application/json']!;
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      const isTrue = ajv.compile({ ...schema, components: document.components });
      isTrue(await darkroom().get(`${path.replace('{id}', request_id)}${query}`));
      expect(isTrue.errors).toBeNull();
    });
  });
});

describe('a service with a login for operators', () => {
  const darkroom = startsDarkroom({ ADMIN_USER: 'op', ADMIN_PASSWORD: 'a good password' });
  it.each([
    ['no login', undefined],
    ['a wrong password', 'a bad password'],
    ['a part of the password', 'a good'],
    ['an empty password', ''],
  ])('shows its board and its metrics to nobody with %s', async (_, password) => {
    for (const path of OPERATORS_PAGES) {
      const call = darkroom().api().get(path);
      const answer = await (password === undefined ? call : call.auth('op', password)).expect(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
      expect(answer.body).toMatchObject({ status: 401, code: 'unauthorized', instance: path });
    }
  });

  it('shows them to who logs in, also through a proxy', async () => {
    for (const path of OPERATORS_PAGES) {
      const call = darkroom().api().get(path).redirects(1);
      await call.auth('op', 'a good password').set('X-Forwarded-For', '203.0.113.7').expect(200);
    }
  });
});

describe('a service behind a proxy', () => {
  const darkroom = startsDarkroom({ TRUST_PROXY: 'loopback' });

  it('hands out URLs on the host and by the protocol that the client asked for', async () => {
    const proxied = { 'X-Forwarded-Host': 'images.example.com', 'X-Forwarded-Proto': 'https' };
    const answer = await darkroom()
      .post(catalogue([{ urls: image }]))
      .set(proxied)
      .expect(202);
    expect((answer.body as { status_url: string }).status_url).toMatch(
      /^https:\/\/images\.example\.com\/api\/status\//,
    );
  });
});

describe('a service whose Redis is away', () => {
  const darkroom = startsDarkroom({ LOG_LEVEL: 'fatal' });
  beforeAll(() => darkroom().stopRedis());

  it('is alive and not ready, and says what is missing', async () => {
    expect(await darkroom().get('/health/live')).toEqual({ status: 'ok' });
    const body = await darkroom().get<{ details: Record<string, { status: string }> }>('/health/ready', 503);
    const states = Object.entries(body.details).map(([name, { status }]) => [name, status]);
    expect(Object.fromEntries(states)).toEqual({ postgres: 'up', redis: 'down', storage: 'up' });
  });

  it('takes uploads and answers all the same', async () => {
    const { request_id } = await darkroom().upload(catalogue([{ urls: image }]));
    expect(await darkroom().status(request_id)).toMatchObject({ status: 'pending' });
  });
});

describe('an API by itself', () => {
  const darkroom = startsDarkroom({
    ROLE: 'api',
    PUBLIC_URL: 'https://images.example.com',
    LOG_LEVEL: 'fatal',
  });

  it('is ready without Redis, takes uploads, and hands out URLs on PUBLIC_URL', async () => {
    await darkroom().stopRedis();
    expect(await darkroom().get('/health/ready')).toMatchObject({ details: { postgres: { status: 'up' } } });
    const { request_id: id, status_url } = await darkroom().upload(catalogue([{ urls: image }]));
    expect(status_url).toBe(`https://images.example.com/api/status/${id}`);
    expect((await darkroom().status(id)).status).toBe('pending');
  });
});

describe('a service that was given its PUBLIC_URL late', () => {
  const PUBLIC_URL = 'https://images.example.com';
  const darkroom = startsDarkroom({ PUBLIC_URL });

  it('hands out every URL on it, also those of earlier uploads', async () => {
    const { request_id: id } = await darkroom().process(catalogue([{ urls: image }]));
    await darkroom().query(`UPDATE requests SET base_url = 'http://10.0.0.7:3000'`);
    const details = JSON.stringify(await darkroom().get(`/api/details/${id}`));
    const urls = [...details.matchAll(/"(\w+_url)":"([^"]*)"/g)].filter(
      ([, name]) => name !== 'input_image_url',
    );
    expect(urls.map(([, name]) => name)).toContain('output_image_url');
    expect(urls.filter(([, , url]) => !url!.startsWith(`${PUBLIC_URL}/api/`))).toEqual([]);
    const { text } = await darkroom().api().get(`/api/download/${id}`).expect(200);
    expect(text).toContain(`${PUBLIC_URL}/api/image/`);
    expect(`${details}${text}`).not.toContain('10.0.0.7');
    const { documentation } = await darkroom().get<{ documentation: object }>('/');
    expect(documentation).toEqual({
      swagger_ui: `${PUBLIC_URL}/api/docs`,
      openapi: `${PUBLIC_URL}/api/openapi.json`,
    });
  });
});
