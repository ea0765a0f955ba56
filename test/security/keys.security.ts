import request from 'supertest';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { sendRaw } from '../support/raw-http';
import { until } from '../support/until';

const SHOP = 'shop-key-0123456789';
const SHOP_TOO = 'shop-key-9876543210';
const OTHER = 'another-key-01234567';
const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';

let origin: Origin;
let darkroom: Darkroom;

interface Bodied {
  body: unknown;
}

/** Calls as the holder of a key. */
const as = (key: string) => request.agent(darkroom.url).set('Authorization', `Bearer ${key}`);

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  darkroom = await Darkroom.start({
    API_KEYS: `shop:${SHOP}, shop:${SHOP_TOO}, other:${OTHER}`,
    HOST: '127.0.0.1',
    ALLOWED_PRIVATE_HOSTS: origin.host,
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

async function uploadAs(key: string): Promise<string> {
  const csv = Buffer.from(catalogue([{ urls: origin.url('/a.jpg') }]));
  const answer = await as(key).post('/api/upload').attach('file', csv, 'catalogue.csv').expect(202);
  return (answer.body as { request_id: string }).request_id;
}

describe('without a key', () => {
  const closed = [
    ['POST', '/api/upload'],
    ['POST', '/upload'],
    ['GET', `/api/status/${UNKNOWN_ID}`],
    ['GET', `/status/${UNKNOWN_ID}`],
    ['GET', `/api/requests/${UNKNOWN_ID}`],
    ['GET', `/api/details/${UNKNOWN_ID}`],
    ['GET', `/api/download/${UNKNOWN_ID}`],
    ['GET', `/download/${UNKNOWN_ID}`],
    ['GET', `/api/download/${UNKNOWN_ID}/failed`],
    ['GET', `/api/download/${UNKNOWN_ID}/source`],
    ['GET', `/api/archive/${UNKNOWN_ID}`],
    ['GET', `/api/logs/${UNKNOWN_ID}`],
    ['GET', `/api/events/${UNKNOWN_ID}`],
    ['GET', '/api/requests'],
    ['POST', `/api/requests/${UNKNOWN_ID}/cancel`],
    ['POST', `/api/requests/${UNKNOWN_ID}/retry`],
    ['DELETE', `/api/requests/${UNKNOWN_ID}`],
    ['POST', '/api/webhook'],
    ['POST', '/webhook'],
    ['GET', '/api/webhooks/secret'],
    ['GET', '/api/webhooks/subscriptions'],
    ['POST', '/api/webhooks/subscriptions'],
    ['GET', '/api/webhooks/deliveries'],
    ['POST', '/api/preview'],
    ['POST', '/api/session'],
    ['GET', '/api/nothing-is-here'],
    ['GET', '/nothing-is-here'],
    ['OPTIONS', '/api/requests'],
    ['TRACE', '/api/requests'],
    ['GET', '/API/requests'],
    ['GET', '/api/requests/'],
    ['GET', '//api/requests'],
    ['GET', '/api/requests?/api/docs'],
    ['GET', '/api/requests#/api/docs'],
    ['GET', '/%61pi/requests'],
    ['GET', '/api/docsify'],
  ] as const;

  it.each(closed)('%s %s is refused', async (method, path) => {
    const { status, headers, body } = await raw(method, path);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="Darkroom"');
    expect(body).toMatchObject({ status: 401, code: 'unauthorized', error: expect.any(String) as string });
  });

  it.each([
    '/api/docs/../requests',
    '/api/docs/..%2frequests',
    '/health/../api/requests',
    '/api/image/../requests',
    '/api/image/..%2f..%2fapi%2frequests',
  ])('%s leads nowhere', async path => {
    expect((await raw('GET', path)).status).toBe(404);
  });

  it('only what everybody needs is answered', async () => {
    const document = await darkroom.get<{ paths: Record<string, Record<string, object>> }>(
      '/api/openapi.json',
    );
    const answered = [];
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations)) {
        const { status, body } = await raw(method.toUpperCase(), path.replace(/\{\w+\}/g, UNKNOWN_ID));
        const refused = status === 401 && !JSON.stringify(body).includes('IMAGE_ENGINE_SECRET');
        if (!refused) answered.push(`${method} ${path}`);
      }
    }
    expect(answered.sort()).toEqual(
      [
        'get /',
        'get /api/image/{filename}',
        'get /health/live',
        'get /health/ready',
        'post /api/webhook/callback',
        ...answered.filter(call => call === 'get /metrics'),
      ].sort(),
    );
  });

  it.each([
    ...['/', '/api/docs', '/api/docs/', '/api/openapi.json', '/api/openapi.json/'],
    ...['/health/live', '/health/live/', '/health/ready'],
  ])('%s is answered', async path => {
    await darkroom.api().get(path).redirects(1).expect(200);
  });

  it('an image is served to whoever knows its name', async () => {
    const id = await uploadAs(SHOP);
    const output = await until('the image is done', async () => {
      const { body } = (await as(SHOP).get(`/api/details/${id}`).expect(200)) as Bodied;
      return (body as { products: { output_image_urls: string[] }[] }).products[0]?.output_image_urls[0];
    });
    await darkroom.api().get(new URL(output).pathname).expect(200);
  });
});

describe('a key', () => {
  it.each([
    ['as a bearer', 'Authorization', `Bearer ${SHOP}`],
    ['as a bearer in small letters', 'Authorization', `bearer ${SHOP}`],
    ['in X-API-Key', 'X-API-Key', SHOP],
    ['that is the second of its name', 'X-API-Key', SHOP_TOO],
    ['of another name', 'X-API-Key', OTHER],
  ])('%s opens', async (_what, header, value) => {
    await darkroom.api().get('/api/requests').set(header, value).expect(200);
  });

  it.each([
    ['is unknown', 'Authorization', 'Bearer nobodys-key-0123456789'],
    ['is too short by one', 'X-API-Key', SHOP.slice(0, -1)],
    ['is too long by one', 'X-API-Key', `${SHOP}x`],
    ['is in capitals', 'X-API-Key', SHOP.toUpperCase()],
    ['is empty', 'X-API-Key', ''],
    ['is two', 'X-API-Key', `${SHOP}, ${OTHER}`],
    ['comes as a basic login', 'Authorization', `Basic ${Buffer.from(`shop:${SHOP}`).toString('base64')}`],
    ['has no scheme', 'Authorization', SHOP],
    ['comes with its name', 'X-API-Key', `shop:${SHOP}`],
    ['is a name', 'X-API-Key', 'shop'],
    ['is very long', 'X-API-Key', 'x'.repeat(8_000)],
    ['is no text', 'X-API-Key', 'ÿþ'.repeat(10)],
    ['stands in the cookie', 'Cookie', `darkroom_session=${SHOP}`],
  ])('that %s does not open', async (_what, header, value) => {
    await darkroom.api().get('/api/requests').set(header, value).expect(401);
  });

  it('in the query does not open: it would stand in logs', async () => {
    await darkroom.api().get('/api/requests').query({ api_key: SHOP, key: SHOP }).expect(401);
  });

  it('that is wrong is not made good by a right cookie', async () => {
    const cookie = await sessionOf(SHOP);
    const call = darkroom.api().get('/api/requests').set('Cookie', cookie);
    await call.set('X-API-Key', 'nobodys-key-0123456789').expect(401);
  });

  it('is never logged', () => {
    for (const key of [SHOP, SHOP_TOO, OTHER]) expect(darkroom.log()).not.toContain(key);
  });
});

describe('a session', () => {
  it('stands for its key, out of reach of scripts and of other sites', async () => {
    const answer = await as(OTHER).post('/api/session').expect(204);
    const [cookie = ''] = answer.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^darkroom_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(OTHER);
    await darkroom
      .api()
      .get('/api/requests')
      .set('Cookie', `a=b; ${cookie.split(';')[0]}; c=d`)
      .expect(200);
  });

  it('is not to be had without a key', async () => {
    const answer = await darkroom.api().post('/api/session').expect(401);
    expect(answer.get('Set-Cookie')).toBeUndefined();
  });

  it('does not let a page of another site write', async () => {
    const call = darkroom
      .api()
      .delete(`/api/requests/${UNKNOWN_ID}`)
      .set('Cookie', await sessionOf(SHOP));
    await call.set('Origin', 'https://evil.example').expect(403);
  });

  it('is given back', async () => {
    const answer = await darkroom
      .api()
      .delete('/api/session')
      .set('Cookie', await sessionOf(SHOP))
      .expect(204);
    expect(answer.get('Set-Cookie')?.[0]).toMatch(/^darkroom_session=; .*Expires=Thu, 01 Jan 1970/);
  });
});

describe("another's", () => {
  let id: string;
  let subscription: string;
  let delivery: string;

  beforeAll(async () => {
    id = await uploadAs(SHOP);
    await as(SHOP)
      .post('/api/webhooks/subscriptions')
      .send({ url: origin.url('/hook'), types: ['request.completed'] });
    const { body } = (await as(SHOP).get('/api/webhooks/subscriptions').expect(200)) as Bodied;
    subscription = (body as { subscriptions: { subscription_id: string }[] }).subscriptions[0]!
      .subscription_id;
    await as(SHOP).post(`/api/webhooks/subscriptions/${subscription}/test`).expect(202);
    delivery = await until('a delivery is noted', async () => {
      const { body: page } = (await as(SHOP).get('/api/webhooks/deliveries')) as Bodied;
      return (page as { deliveries: { delivery_id: string }[] }).deliveries[0]?.delivery_id;
    });
    await until('it has finished', async () => {
      const { body: status } = (await as(SHOP).get(`/api/status/${id}`)) as Bodied;
      return (status as { completed_at: string | null }).completed_at;
    });
  });

  it.each([
    ['GET', () => `/api/status/${id}`],
    ['GET', () => `/status/${id}`],
    ['GET', () => `/api/requests/${id}`],
    ['GET', () => `/api/status/${id}?include=products`],
    ['GET', () => `/api/details/${id}`],
    ['GET', () => `/api/download/${id}`],
    ['GET', () => `/api/download/${id}/failed`],
    ['GET', () => `/api/download/${id}/source`],
    ['GET', () => `/api/archive/${id}`],
    ['GET', () => `/api/logs/${id}`],
    ['GET', () => `/api/events/${id}`],
    ['POST', () => `/api/requests/${id}/cancel`],
    ['POST', () => `/api/requests/${id}/retry`],
    ['DELETE', () => `/api/requests/${id}`],
    ['GET', () => `/api/webhooks/subscriptions/${subscription}`],
    ['DELETE', () => `/api/webhooks/subscriptions/${subscription}`],
    ['POST', () => `/api/webhooks/subscriptions/${subscription}/rotate-secret`],
    ['POST', () => `/api/webhooks/subscriptions/${subscription}/test`],
    ['GET', () => `/api/webhooks/deliveries/${delivery}`],
    ['POST', () => `/api/webhooks/deliveries/${delivery}/redeliver`],
  ] as const)('is as if it were not there: %s %s', async (method, path) => {
    const { status, body } = await raw(method, path(), { 'X-API-Key': OTHER });
    const unknown = await raw(method, path().replace(/[0-9a-f-]{36}/, UNKNOWN_ID), { 'X-API-Key': OTHER });
    expect(status).toBe(404);
    expect({ ...(body as object), instance: '' }).toEqual({ ...(unknown.body as object), instance: '' });
    expect((await raw('GET', `/api/status/${id}`, { 'X-API-Key': SHOP_TOO })).status).toBe(200);
  });

  it('is in no list, and its request cannot be told of again', async () => {
    await as(OTHER)
      .get('/api/requests')
      .expect(200, /"requests":\[\]/);
    await as(OTHER)
      .get('/api/webhooks/deliveries')
      .expect(200, /"deliveries":\[\]/);
    await as(OTHER)
      .get(`/api/webhooks/deliveries?request_id=${id}`)
      .expect(200, /"deliveries":\[\]/);
    await as(OTHER)
      .get('/api/webhooks/subscriptions')
      .expect(200, /"subscriptions":\[\]/);
    await as(OTHER).post('/api/webhook').send({ request_id: id }).expect(404);
  });

  it('secret is another one', async () => {
    const [one, other] = await Promise.all(
      [SHOP, OTHER].map(key => as(key).get('/api/webhooks/secret').expect(200)),
    );
    expect((one!.body as { secret: string }).secret).not.toBe((other!.body as { secret: string }).secret);
  });
});

async function sessionOf(key: string): Promise<string> {
  const answer = await as(key).post('/api/session').expect(204);
  return answer.get('Set-Cookie')![0]!.split(';')[0]!;
}

/** A call whose path nobody tidies up first. */
const raw = (method: string, path: string, headers: Record<string, string> = {}) =>
  sendRaw(darkroom.url, { method, path, headers });
