import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { until } from '../support/until';
import { verified } from '../support/webhook-receiver';
import { buildFinishedRequest, useWebhooksApp } from '../support/webhooks-app';

const { app, api, receiver, finish } = useWebhooksApp();

const get = async <T>(path: string, status = 200): Promise<T> =>
  (await api().get(path).expect(status)).body as T;
interface DeliveryView {
  delivery_id: string;
  status: string;
}
interface DeliveryPage {
  deliveries: DeliveryView[];
  next_cursor: string | null;
}
const deliveriesOf = async (query: string) =>
  (await get<DeliveryPage>(`/api/webhooks/deliveries?${query}`)).deliveries;
const delivered = (requestId: string) =>
  until('it is delivered', async () => {
    const [delivery] = await deliveriesOf(`request_id=${requestId}`);
    return delivery?.status === 'delivered' ? delivery : null;
  });

describe('GET /api/webhooks/secret', () => {
  it('hands out what verifies deliveries to webhook_url', async () => {
    await finish([buildFinishedRequest({ webhookUrl: receiver().url })]);
    const [delivery] = await receiver().received(1);
    const answer = await api().get('/api/webhooks/secret').expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret } = answer.body as { secret: string };
    expect(verified(secret, delivery!)).toMatchObject({ type: 'request.completed' });
  });
});

describe.each(['/api/webhook', '/webhook'])('POST %s', path => {
  it('sends the notification again, with the same id and body', async () => {
    const finished = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([finished]);
    const { delivery_id } = await delivered(finished.id);

    const answer = await api().post(path).send({ request_id: finished.id }).expect(202);
    expect(answer.body).toEqual({ delivery_id });
    const [first, second] = await receiver().received(2);
    expect(second!.headers['webhook-id']).toBe(delivery_id);
    expect(second!.body).toEqual(first!.body);
  });
});

describe('POST /api/webhook refuses', () => {
  it.each([
    ['an unknown id', 404, 'request_not_found', () => Promise.resolve({ request_id: uuidv7() })],
    ['a malformed id', 404, 'request_not_found', () => Promise.resolve({ request_id: 'x' })],
    ['no id', 400, 'invalid_parameter', () => Promise.resolve({})],
    ['an unknown field', 400, 'invalid_parameter', () => Promise.resolve({ request_id: uuidv7(), force: 1 })],
    [
      'an unfinished request',
      409,
      'request_unfinished',
      () => saved({ completedAt: null, status: 'processing' }),
    ],
    ['one without webhook_url', 422, 'no_webhook_url', () => saved({})],
    [
      "somebody else's",
      404,
      'request_not_found',
      () => saved({ owner: 'other', webhookUrl: receiver().url }),
    ],
  ] as const)('%s', async (_, status, code, body) => {
    const answer = await api()
      .post('/api/webhook')
      .send(await body())
      .expect(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, code });
  });

  async function saved(overrides: Parameters<typeof buildFinishedRequest>[0]) {
    const one = buildFinishedRequest({ status: 'completed', ...overrides });
    if (one.completedAt) await finish([one]);
    else await app().get(DataSource).manager.save(one);
    return { request_id: one.id };
  }
});

describe('the delivery log', () => {
  it('shows a delivery with every attempt', async () => {
    const finished = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([finished]);
    const { delivery_id } = await delivered(finished.id);
    expect(await get(`/api/webhooks/deliveries/${delivery_id}`)).toEqual({
      delivery_id,
      request_id: finished.id,
      subscription_id: null,
      url: receiver().url,
      type: 'request.completed',
      status: 'delivered',
      attempts: 1,
      next_attempt_at: null,
      created_at: expect.any(String) as string,
      attempt_log: [
        {
          attempted_at: expect.any(String) as string,
          status_code: 204,
          error_code: null,
          latency_ms: expect.any(Number) as number,
        },
      ],
    });
  });

  it('is read page by page, newest first, by its filters', async () => {
    const requests = Array.from({ length: 5 }, () => buildFinishedRequest({ webhookUrl: receiver().url }));
    await finish(requests);
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const path = `/api/webhooks/deliveries?limit=2${cursor && `&cursor=${cursor}`}`;
      const page: DeliveryPage = await get(path);
      seen.push(...page.deliveries.map(delivery => delivery.delivery_id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect((await deliveriesOf('limit=1000')).map(delivery => delivery.delivery_id)).toEqual(seen);

    await delivered(requests[0]!.id);
    expect(await deliveriesOf(`request_id=${requests[0]!.id}&status=delivered`)).toHaveLength(1);
    expect(await deliveriesOf(`request_id=${requests[0]!.id}&status=exhausted`)).toHaveLength(0);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'status=x', 'request_id=x', 'what=x'])(
    'refuses ?%s, naming it',
    async query => {
      const problem = await get<{ code: string; detail: string }>(`/api/webhooks/deliveries?${query}`, 400);
      expect(problem.code).toBe('invalid_parameter');
      expect(problem.detail).toContain(query.split('=')[0]);
    },
  );

  it("hides other owners' deliveries", async () => {
    const foreign = buildFinishedRequest({ owner: 'other', webhookUrl: receiver().url });
    await finish([foreign]);
    const [arrived] = await receiver().received(1);
    const id = arrived!.headers['webhook-id'] as string;
    expect(await deliveriesOf(`request_id=${foreign.id}`)).toEqual([]);
    await api().get(`/api/webhooks/deliveries/${id}`).expect(404);
    await api().post(`/api/webhooks/deliveries/${id}/redeliver`).expect(404);
    await api().get('/api/webhooks/deliveries/x').expect(404);
  });
});
