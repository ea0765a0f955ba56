/** What the calls about webhooks refuse, and that a refusal changes nothing. */
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { type FreshServers, freshServers } from '../support/servers';
import { startWebhooksApp, type WebhooksApp } from '../support/webhooks-app';

let servers: FreshServers;
let app: WebhooksApp;
let owner: string;

beforeAll(async () => {
  servers = await freshServers();
  app = await startWebhooksApp(servers, {}, { owner: () => owner });
}, 30_000);
afterAll(async () => {
  await app.close();
  await servers.stop();
}, 30_000);
beforeEach(() => (owner = uuidv7()));

const PATH = '/api/webhooks/subscriptions';
const BODY = { url: 'https://shop.example.com/hooks', types: ['request.completed'] };

const api = () => request(app.getHttpServer());
const create = (body: object = BODY) => api().post(PATH).send(body);
const subscribe = async () =>
  ((await create().expect(201)).body as { subscription_id: string }).subscription_id;

const invalid = (detail: string) => ({
  code: 'invalid_parameter',
  detail: expect.stringContaining(detail) as string,
});

describe('a value that a field cannot have is refused, naming the field', () => {
  const TOO_MANY = Array(33_000).fill({});

  it.each([
    ['no URL', { url: null }, 'url must be a string.'],
    ['a number for the URL', { url: 5 }, 'url must be a string.'],
    ['no types', { types: null }, 'types must be a list of one or more of request.completed, '],
    ['more types than there are', { types: TOO_MANY }, 'types may hold at most 4 types.'],
    ['neither enabled nor disabled', { enabled: null }, 'enabled must be a boolean value.'],
    ['a text for enabled', { enabled: 'yes' }, 'enabled must be a boolean value.'],
  ])('by PATCH: %s', async (_, change, detail) => {
    const id = await subscribe();
    const before = (await api().get(`${PATH}/${id}`).expect(200)).body as object;
    const answer = await api().patch(`${PATH}/${id}`).send(change).expect(400);
    expect(answer.body).toMatchObject(invalid(detail));
    await api().get(`${PATH}/${id}`).expect(200, before);
  });

  it.each([
    ['no URL', { url: null }, 'url must be a string.'],
    ['no types', { types: null }, 'types must be a list of one or more of request.completed, '],
    ['more types than there are', { types: TOO_MANY }, 'types may hold at most 4 types.'],
  ])('by POST: %s', async (_, wrong, detail) => {
    const answer = await create({ ...BODY, ...wrong }).expect(400);
    expect(answer.body).toMatchObject(invalid(detail));
    await api().get(PATH).expect(200, { subscriptions: [] });
  });

  it('by POST: what to send again, and since when', async () => {
    const since = await api()
      .post(`${PATH}/${await subscribe()}/redeliver`)
      .send({ since: null })
      .expect(400);
    expect(since.body).toMatchObject(invalid('since must be an ISO 8601 time'));
    const notify = await api().post('/api/webhook').send({ request_id: null }).expect(400);
    expect(notify.body).toMatchObject(invalid('request_id must be a string.'));
  });
});
