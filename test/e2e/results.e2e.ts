import type { RequestStatusDto } from '../../src/requests';
import type { RequestListDto } from '../../src/requests/http/list/list.dto';
import type { LogsDto } from '../../src/requests/http/logs/logs.dto';
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';
import type { Origin } from '../support/origin';
import { startServiceWithResults, type ServiceWithResults } from '../support/service-with-results';

const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';
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

describe('the list', () => {
  const page = (query = '') => darkroom.get<RequestListDto>(`/api/requests?${query}`);

  it('shows all requests by page, newest first, each with its status', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { requests, next_cursor } = await page(`limit=2&cursor=${cursor}`);
      seen.push(...requests.map(request => request.request_id));
      if (next_cursor === null) break;
      cursor = next_cursor;
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

describe('the processing log with PROCESSING_LOGS=failures', () => {
  let frugal: Darkroom;
  beforeAll(async () => {
    frugal = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host, PROCESSING_LOGS: 'failures' });
  });
  afterAll(() => frugal.stop());

  it('has the steps of the request and every failure, but not what images got through', async () => {
    const { request_id } = await frugal.process(
      catalogue([{ urls: at('/image1.jpg') }, { urls: at('/missing.jpg') }]),
    );
    const missing = await frugal.image(request_id, at('/missing.jpg'));
    const log = await frugal.logs(request_id);
    expect(log.map(({ image_id, step, status }) => ({ image_id, step, status }))).toEqual([
      { image_id: null, step: 'validate', status: 'success' },
      { image_id: null, step: 'import', status: 'success' },
      { image_id: missing.image_id, step: 'download', status: 'failure' },
    ]);
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
        `q=${'x'.repeat(2_049)}`,
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
    ['GET', '/api/status/%E0%A4%A', 404],
  ])('to what does not exist, %s %s, is answered by a problem document', async (method, path, status) => {
    const answer = await fetch(darkroom.url + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, instance: path });
  });

  it.each([
    ['is no JSON', '{"request_id":', 400],
    ['is too large', JSON.stringify({ request_id: 'x'.repeat(200_000) }), 413],
  ])('with a body that %s is answered by a problem document', async (_, body, status) => {
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
    for (const url of Object.values(root.documentation)) expect((await fetch(url)).status).toBe(200);
    for (const [method, path] of Object.values(root.endpoints).map(call => call.split(' '))) {
      const known = path!.replace('{request_id}', mixed.request_id).replace('{filename}', 'x');
      const answer = await darkroom.api()[method === 'GET' ? 'get' : 'post'](known);
      const { code } = answer.body as { code?: string };
      expect([method, path, code]).not.toEqual([method, path, 'not_found']);
    }
  });
});
