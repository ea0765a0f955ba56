/** What the calls about webhooks refuse, and that a refusal changes nothing. */
import { MOST_SUBSCRIPTIONS } from '../../src/webhooks/http/subscription-limit';
import { SUBSCRIPTIONS, useWebhooksApp } from '../support/webhooks-app';

const { api, sql, subscribe, owner, changeOwner } = useWebhooksApp({ ownerPerTest: true });

const BODY = { url: 'https://shop.example.com/hooks', types: ['request.completed'] };

const create = (body: object = BODY) => api().post(SUBSCRIPTIONS).send(body);

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
    const { id } = await subscribe();
    const before = (await api().get(`${SUBSCRIPTIONS}/${id}`).expect(200)).body as object;
    const answer = await api().patch(`${SUBSCRIPTIONS}/${id}`).send(change).expect(400);
    expect(answer.body).toMatchObject(invalid(detail));
    await api().get(`${SUBSCRIPTIONS}/${id}`).expect(200, before);
  });

  it.each([
    ['no URL', { url: null }, 'url must be a string.'],
    ['no types', { types: null }, 'types must be a list of one or more of request.completed, '],
    ['more types than there are', { types: TOO_MANY }, 'types may hold at most 4 types.'],
  ])('by POST: %s', async (_, wrong, detail) => {
    const answer = await create({ ...BODY, ...wrong }).expect(400);
    expect(answer.body).toMatchObject(invalid(detail));
    await api().get(SUBSCRIPTIONS).expect(200, { subscriptions: [] });
  });

  it('by POST: what to send again, and since when', async () => {
    const { id } = await subscribe();
    const since = await api().post(`${SUBSCRIPTIONS}/${id}/redeliver`).send({ since: null }).expect(400);
    expect(since.body).toMatchObject(invalid('since must be an ISO 8601 time'));
    const notify = await api().post('/api/webhook').send({ request_id: null }).expect(400);
    expect(notify.body).toMatchObject(invalid('request_id must be a string.'));
  });
});

describe('a subscription more than an owner may have', () => {
  /** As if they had been made one by one; half of them are disabled. */
  const haveSubscriptions = (count: number) =>
    sql(
      `INSERT INTO webhook_subscriptions (id, owner, url, types, enabled, sealed_secret)
       SELECT gen_random_uuid(), $1, 'https://shop.example.com/hooks', '{request.failed}', n % 2 = 0, ''
         FROM generate_series(1, $2) AS n`,
      [owner(), count],
    );
  const listed = async () =>
    ((await api().get(SUBSCRIPTIONS).expect(200)).body as { subscriptions: { subscription_id: string }[] })
      .subscriptions;

  it('is refused, also to calls at the same time, until one is deleted', async () => {
    await haveSubscriptions(MOST_SUBSCRIPTIONS - 1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => create()));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'too_many_subscriptions',
    });
    const all = await listed();
    expect(all).toHaveLength(MOST_SUBSCRIPTIONS);

    await api().delete(`${SUBSCRIPTIONS}/${all[0]!.subscription_id}`).expect(204);
    await create().expect(201);
  });

  it('leaves those alone that an installation has already', async () => {
    await haveSubscriptions(MOST_SUBSCRIPTIONS + 1);
    await create().expect(409);
    expect(await listed()).toHaveLength(MOST_SUBSCRIPTIONS + 1);
  });

  it('is a matter of one owner', async () => {
    await haveSubscriptions(MOST_SUBSCRIPTIONS);
    changeOwner();
    await create().expect(201);
  });
});
