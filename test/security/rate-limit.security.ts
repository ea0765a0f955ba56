import request from 'supertest';
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';

const SHOP = 'shop-key-0123456789';
const SHOP_TOO = 'shop-key-9876543210';
const OTHER = 'another-key-01234567';
const UNKNOWN_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';
const LIMIT = 25;

let darkroom: Darkroom;
let address = 0;

beforeAll(async () => {
  darkroom = await Darkroom.start({
    API_KEYS: `shop:${SHOP},shop:${SHOP_TOO},other:${OTHER}`,
    HOST: '127.0.0.1',
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
    TRUST_PROXY: '1',
    LOG_LEVEL: 'fatal',
  });
}, 90_000);
afterAll(() => darkroom.stop());

/** Calls as somebody whom nobody has seen yet. */
function newcomer(): { get: (path: string) => request.Test; from: string } {
  const from = `192.0.2.${++address}`;
  return { from, get: path => darkroom.api().get(path).set('X-Forwarded-For', from) };
}

const remaining = (answer: request.Response) =>
  Number(/r=(\d+)/.exec(answer.headers['ratelimit'] ?? '')?.[1]);

async function exhaust(get: (path: string) => request.Test, path: string): Promise<request.Response> {
  for (let calls = 0; calls <= LIMIT; calls++) {
    const answer = await get(path);
    if (answer.status === 429) return answer;
  }
  throw new Error('There is no limit');
}

describe('the limit of calls', () => {
  it('is told with every call, and then refuses with the time to wait', async () => {
    const { get } = newcomer();
    const first = await get('/api/requests').expect(401);
    expect(first.headers['ratelimit-policy']).toBe(`"default";q=${LIMIT};w=60`);
    expect(first.headers['ratelimit']).toMatch(new RegExp(`^"default";r=${LIMIT - 1};t=(60|59)$`));
    const refused = await exhaust(get, '/api/requests');
    expect(refused.headers['ratelimit']).toMatch(/^"default";r=0;t=[1-9]\d?$/);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited', title: 'Too many requests' });
  });

  it('is one for the two keys of a name, and another for each name', async () => {
    const as = (key: string) => darkroom.api().get('/api/requests').set('X-API-Key', key).expect(200);
    const one = remaining(await as(SHOP));
    expect(remaining(await as(SHOP_TOO))).toBe(one - 1);
    expect(remaining(await as(OTHER))).toBe(LIMIT - 1);
  });

  it('follows the key wherever it calls from, and counts wrong keys for the address', async () => {
    const { get } = newcomer();
    const before = remaining(await get('/api/requests').set('X-API-Key', OTHER).expect(200));
    const elsewhere = newcomer();
    expect(remaining(await elsewhere.get('/api/requests').set('X-API-Key', OTHER).expect(200))).toBe(
      before - 1,
    );
    await exhaust(path => get(path).set('X-API-Key', 'a-key-that-is-guessed'), `/api/events/${UNKNOWN_ID}`);
    await get('/api/requests').expect(429);
    await elsewhere.get('/api/requests').expect(401);
  });

  it('counts an upload as ten', async () => {
    const call = () =>
      darkroom
        .api()
        .post('/upload/')
        .set('X-API-Key', OTHER)
        .attach('file', Buffer.from(catalogue([{ urls: 'http://192.0.2.1/a.jpg' }])), 'a.csv');
    const before = remaining(await darkroom.api().get('/api/requests').set('X-API-Key', OTHER));
    expect(remaining(await call().expect(202))).toBe(before - 10);
  });

  it.each(['/health/live', '/api/image/none.jpg', '/api/docs/swagger-ui.css', '/api/docs'])(
    'does not concern %s',
    async path => {
      const { get } = newcomer();
      await exhaust(get, '/api/requests');
      const { status, headers } = await get(path);
      expect(status).not.toBe(429);
      expect(headers['ratelimit']).toBeUndefined();
    },
  );

  it('does not concern the events of who may read them', async () => {
    const { headers } = await darkroom
      .api()
      .get(`/api/events/${UNKNOWN_ID}`)
      .set('X-API-Key', OTHER)
      .expect(404);
    expect(headers['ratelimit']).toBeUndefined();
  });

  it('counts logins of operators, so that passwords cannot be tried', async () => {
    await exhaust(newcomer().get, '/admin/queues');
  });

  it('takes a network of IPv6 for one caller', async () => {
    const from = (ip: string) => darkroom.api().get('/api/requests').set('X-Forwarded-For', ip).expect(401);
    const first = remaining(await from('2001:db8:1:2::1'));
    expect(remaining(await from('2001:db8:1:2:ffff::9'))).toBe(first - 1);
    expect(remaining(await from('2001:db8:1:3::1'))).toBe(LIMIT - 1);
    const mapped = remaining(await from('::ffff:198.51.100.7'));
    expect(remaining(await from('198.51.100.7'))).toBe(mapped - 1);
  });

  it('takes the address that the nearest proxy saw, not one that a client made up', async () => {
    const from = `192.0.2.${++address}`;
    const get = (made: string) =>
      darkroom.api().get('/api/requests').set('X-Forwarded-For', `${made}, ${from}`);
    const first = remaining(await get('203.0.113.1'));
    expect(remaining(await get('203.0.113.2'))).toBe(first - 1);
  });

  // The last: Redis does not come back.
  it('goes on counting while Redis is away', async () => {
    await darkroom.stopRedis();
    const { get } = newcomer();
    expect(remaining(await get('/api/requests').expect(401))).toBe(LIMIT - 1);
    const { headers } = await exhaust(get, '/api/requests');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});
