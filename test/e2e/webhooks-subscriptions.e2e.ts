import { WebhookVerificationError } from 'standardwebhooks';
import { DataSource } from 'typeorm';
import { DeliveryOutbox } from '../../src/webhooks';
import { until } from '../support/until';
import { startWebhookReceiver, verified } from '../support/webhook-receiver';
import { buildFinishedRequest, REQUEST_TYPES, SUBSCRIPTIONS, useWebhooksApp } from '../support/webhooks-app';

const { app, api, sql, receiver, owner, changeOwner, finish, subscribe } = useWebhooksApp({
  ownerPerTest: true,
});

interface Subscription {
  subscription_id: string;
  url: string;
  enabled: boolean;
  disabled_reason: string | null;
  secret?: string;
}
interface LoggedDelivery {
  delivery_id: string;
  status: string;
  url: string;
  next_attempt_at: string | null;
}

const post = async <T>(path: string, body: object, status: number): Promise<T> =>
  (await api().post(path).send(body).expect(status)).body as T;
const get = async <T>(path: string): Promise<T> => (await api().get(path).expect(200)).body as T;
const patch = async (id: string, body: object) =>
  (await api().patch(`${SUBSCRIPTIONS}/${id}`).send(body).expect(200)).body as Subscription;
const log = async (id: string) =>
  (await get<{ deliveries: LoggedDelivery[] }>(`/api/webhooks/deliveries?subscription_id=${id}`)).deliveries;
const logged = (id: string, status: string, count = 1) =>
  until(`${count} deliveries are ${status}`, async () => {
    const deliveries = (await log(id)).filter(delivery => delivery.status === status);
    return deliveries.length === count ? deliveries : null;
  });

describe('a subscription', () => {
  it('is created with a secret that is shown once and stored encrypted', async () => {
    const created = await post<Subscription>(
      SUBSCRIPTIONS,
      { url: receiver().url, types: REQUEST_TYPES },
      201,
    );
    expect(created).toEqual({
      subscription_id: expect.any(String) as string,
      url: receiver().url,
      types: REQUEST_TYPES,
      enabled: true,
      disabled_reason: null,
      created_at: expect.any(String) as string,
      secret: expect.stringMatching(/^whsec_/) as string,
    });
    const { secret, ...shown } = created;
    expect(await get(`${SUBSCRIPTIONS}/${created.subscription_id}`)).toEqual(shown);
    expect(await get(SUBSCRIPTIONS)).toEqual({ subscriptions: [shown] });
    const [row] = await sql('SELECT * FROM webhook_subscriptions WHERE id = $1', [created.subscription_id]);
    expect(JSON.stringify(row)).not.toContain(secret!.replace('whsec_', ''));
  });

  it.each([
    ['no url', {}, 'url'],
    ['a url that is none', { url: 'x' }, 'url'],
    ['another scheme', { url: 'ftp://example.com/' }, 'url'],
    ['an address inside', { url: 'http://10.0.0.1/' }, 'url'],
    ['a long url', { url: `https://example.com/${'x'.repeat(2_048)}` }, 'url'],
    ['no types', { types: undefined }, 'types'],
    ['an empty list', { types: [] }, 'types'],
    ['an unknown type', { types: ['request.exploded'] }, 'types'],
    ['an unknown field', { secret: 'whsec_mine' }, 'secret'],
  ])('is refused with %s', async (what, body, field) => {
    const valid = { url: receiver().url, types: REQUEST_TYPES };
    const given = what === 'no url' ? { types: REQUEST_TYPES } : { ...valid, ...body };
    const problem = await post<{ code: string; detail: string }>(SUBSCRIPTIONS, given, 400);
    expect(problem).toMatchObject({ code: 'invalid_parameter' });
    expect(problem.detail).toContain(field);
  });

  it('is told of the types that it asked for, of its own requests, and signed with its own secret', async () => {
    const { secret } = await subscribe(['request.failed', 'request.cancelled']);
    await finish([
      buildFinishedRequest({ owner: owner(), status: 'completed' }),
      buildFinishedRequest({ status: 'failed' }),
    ]);
    const told = buildFinishedRequest({ owner: owner(), status: 'failed' });
    await finish([told]);
    const [delivery] = await receiver().received(1);
    expect(verified(secret, delivery!)).toMatchObject({
      type: 'request.failed',
      data: { request_id: told.id },
    });
    expect(receiver().deliveries).toHaveLength(1);
    const { secret: ofOwner } = await get<{ secret: string }>('/api/webhooks/secret');
    expect(() => verified(ofOwner, delivery!)).toThrow(WebhookVerificationError);
  });

  it('signs with both secrets for a day after a rotation, then with the new one only', async () => {
    const { id, secret: old } = await subscribe();
    const { secret: fresh } = await post<Subscription>(`${SUBSCRIPTIONS}/${id}/rotate-secret`, {}, 200);
    await finish([buildFinishedRequest({ owner: owner() })]);
    const [during] = await receiver().received(1);
    expect(verified(old, during!)).toEqual(verified(fresh!, during!));

    await sql(`UPDATE webhook_subscriptions SET previous_secret_until = now() WHERE id = $1`, [id]);
    await finish([buildFinishedRequest({ owner: owner() })]);
    const [, after] = await receiver().received(2);
    expect(verified(fresh!, after!)).toMatchObject({ type: 'request.completed' });
    expect(() => verified(old, after!)).toThrow(WebhookVerificationError);
  });

  it('signs with every secret of the last day, however often it was changed', async () => {
    const { id, secret: first } = await subscribe();
    const secrets = [first];
    for (let times = 0; times < 10; times++)
      secrets.push((await post<Subscription>(`${SUBSCRIPTIONS}/${id}/rotate-secret`, {}, 200)).secret!);
    expect(await post(`${SUBSCRIPTIONS}/${id}/rotate-secret`, {}, 409)).toMatchObject({
      code: 'too_many_rotations',
    });
    await finish([buildFinishedRequest({ owner: owner() })]);
    const [delivery] = await receiver().received(1);
    for (const secret of secrets)
      expect(verified(secret, delivery!)).toMatchObject({ type: 'request.completed' });
  });

  it('can be tested, also while it is disabled', async () => {
    const { id, secret } = await subscribe(['request.failed']);
    await patch(id, { enabled: false });
    const { delivery_id } = await post<{ delivery_id: string }>(`${SUBSCRIPTIONS}/${id}/test`, {}, 202);
    const [delivery] = await receiver().received(1);
    expect(delivery!.headers['webhook-id']).toBe(delivery_id);
    expect(verified(secret, delivery!)).toMatchObject({
      type: 'webhook.test',
      data: { subscription_id: id },
    });
  });

  it('that is deleted is told nothing more, and its log stays', async () => {
    const { id } = await subscribe();
    receiver().answerNext(500);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await api().delete(`${SUBSCRIPTIONS}/${id}`).expect(204);
    const [cancelled] = await logged(id, 'cancelled');
    await api().get(`${SUBSCRIPTIONS}/${id}`).expect(404);
    await api().post(`/api/webhooks/deliveries/${cancelled!.delivery_id}/redeliver`).expect(404);
    await finish([buildFinishedRequest({ owner: owner() })]);
    expect(await log(id)).toHaveLength(1);
  });

  it("is nobody else's", async () => {
    const { id } = await subscribe();
    changeOwner();
    expect(await get(SUBSCRIPTIONS)).toEqual({ subscriptions: [] });
    await api().get(`${SUBSCRIPTIONS}/${id}`).expect(404);
    await api().patch(`${SUBSCRIPTIONS}/${id}`).send({ enabled: false }).expect(404);
    await api().delete(`${SUBSCRIPTIONS}/${id}`).expect(404);
    for (const action of ['rotate-secret', 'test', 'redeliver']) {
      await api().post(`${SUBSCRIPTIONS}/${id}/${action}`).send({ since: '2026-01-01' }).expect(404);
    }
    await api().get(`${SUBSCRIPTIONS}/not-an-id`).expect(404);
  });
});

describe('an endpoint', () => {
  /** Once its first failure is recorded, as if that had been so many days ago. */
  const failedFor = async (id: string, days: number) => {
    await until('the failure is recorded', async () => {
      const [row] = await sql<{ failing_since: Date | null }>(
        'SELECT failing_since FROM webhook_subscriptions WHERE id = $1',
        [id],
      );
      return row?.failing_since;
    });
    await sql(
      'UPDATE webhook_subscriptions SET failing_since = now() - make_interval(days => $2) WHERE id = $1',
      [id, days],
    );
  };

  it('that has only failed for five days is disabled with the reason, and can be enabled again', async () => {
    const { id } = await subscribe();
    receiver().answerNext(500, 500);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await failedFor(id, 5);
    await finish([buildFinishedRequest({ owner: owner() })]);
    const disabled = await until('it is disabled', async () => {
      const subscription = await get<Subscription>(`${SUBSCRIPTIONS}/${id}`);
      return subscription.enabled ? null : subscription;
    });
    expect(disabled.disabled_reason).toMatch(/^Every attempt since .* has failed, for 5 days\.$/);
    await logged(id, 'cancelled', 2);
    await finish([buildFinishedRequest({ owner: owner() })]);
    expect(await log(id)).toHaveLength(2);

    expect(await patch(id, { enabled: true })).toMatchObject({ enabled: true, disabled_reason: null });
    expect(await post(`${SUBSCRIPTIONS}/${id}/redeliver`, { since: '2026-01-01T00:00:00Z' }, 202)).toEqual({
      redelivered: 2,
    });
    await logged(id, 'delivered', 2);
  });

  it('that fails now and then is not disabled', async () => {
    const { id } = await subscribe();
    receiver().answerNext(500);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await failedFor(id, 6);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await logged(id, 'delivered');
    const [row] = await sql('SELECT enabled, failing_since FROM webhook_subscriptions WHERE id = $1', [id]);
    expect(row).toEqual({ enabled: true, failing_since: null });
  });

  it('that had nothing to take for days is not disabled by the next failure', async () => {
    const { id } = await subscribe();
    receiver().answerNext(500, 500);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await failedFor(id, 10);
    await sql(
      `UPDATE webhook_subscriptions SET last_failed_at = now() - make_interval(days => 7) WHERE id = $1`,
      [id],
    );
    await finish([buildFinishedRequest({ owner: owner() })]);
    const anew = `SELECT enabled, failing_since > now() - interval '1 minute' AS anew,
                        last_failed_at = failing_since AS once
                   FROM webhook_subscriptions
                  WHERE id = $1 AND last_failed_at > now() - interval '1 minute'`;
    const [row] = await until('the failure is recorded', async () => {
      const rows = await sql(anew, [id]);
      return rows.length > 0 ? rows : null;
    });
    expect(row).toEqual({ enabled: true, anew: true, once: true });
    await logged(id, 'pending', 2);
  });

  it('that answers 410 is disabled at once', async () => {
    const { id } = await subscribe();
    receiver().answerNext(410);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await logged(id, 'exhausted');
    const reason = 'The endpoint answered 410 Gone.';
    expect(await get(`${SUBSCRIPTIONS}/${id}`)).toMatchObject({ enabled: false, disabled_reason: reason });
  });

  it('that is disabled is sent nothing again until it is enabled', async () => {
    const { id } = await subscribe();
    receiver().answerNext(410);
    await finish([buildFinishedRequest({ owner: owner() })]);
    const missed = await logged(id, 'exhausted');
    const again = `/api/webhooks/deliveries/${missed[0]!.delivery_id}/redeliver`;
    const refused = {
      code: 'subscription_disabled',
      detail: 'The subscription is disabled, so nothing is sent to it. Enable it first.',
    };
    expect(await post(again, {}, 409)).toMatchObject(refused);
    expect(await post(`${SUBSCRIPTIONS}/${id}/redeliver`, { since: '2026-01-01' }, 409)).toMatchObject(
      refused,
    );
    expect(await log(id)).toEqual(missed);

    await patch(id, { enabled: true });
    await post(again, {}, 202);
    await logged(id, 'delivered');
  });

  it('that moves gets what is still to be delivered at its new URL', async () => {
    const { id } = await subscribe();
    const moved = await startWebhookReceiver();
    receiver().answerNext(500);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await receiver().received(1);
    await patch(id, { url: moved.url });
    const [waiting] = await log(id);
    expect(waiting).toMatchObject({ status: 'pending', url: moved.url });
    await api().post(`/api/webhooks/deliveries/${waiting!.delivery_id}/redeliver`).expect(202);
    const [delivery] = await moved.received(1);
    expect(delivery!.headers['webhook-id']).toBe(waiting!.delivery_id);
    await moved.close();
  });
});

describe('redeliver since', () => {
  it('sends what was not delivered since then, and nothing older, with the same id and body', async () => {
    const { id } = await subscribe();
    receiver().answerNext(410);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await logged(id, 'exhausted');
    const since = new Date().toISOString();
    await patch(id, { enabled: true });
    receiver().answerNext(410);
    await finish([buildFinishedRequest({ owner: owner() })]);
    await logged(id, 'exhausted', 2);
    await patch(id, { enabled: true });
    await finish([buildFinishedRequest({ owner: owner() })]);
    await logged(id, 'delivered', 1);

    expect(await post(`${SUBSCRIPTIONS}/${id}/redeliver`, { since }, 202)).toEqual({ redelivered: 1 });
    await logged(id, 'delivered', 2);
    const [, missed, , again] = await receiver().received(4);
    expect(again!.headers['webhook-id']).toBe(missed!.headers['webhook-id']);
    expect(again!.body).toEqual(missed!.body);
  });

  it('leaves cancelled what is about a request that was deleted, which is sent only when it is asked for by its id', async () => {
    const { id } = await subscribe();
    const [kept, deleted, gone] = [1, 2, 3].map(() => buildFinishedRequest({ owner: owner() }));
    receiver().answerNext(500, 500, 500);
    await finish([kept!, deleted!, gone!]);
    await receiver().received(3);
    const ids = [deleted!.id, gone!.id];
    await app()
      .get(DataSource)
      .transaction(tx => app().get(DeliveryOutbox).cancelOf(tx, ids));
    await sql(`UPDATE requests SET deleted_at = now() WHERE id = $1`, [deleted!.id]);
    await sql(`DELETE FROM requests WHERE id = $1`, [gone!.id]);
    await patch(id, { enabled: false });
    await logged(id, 'cancelled', 3);
    await patch(id, { enabled: true });

    const since = '2026-01-01T00:00:00Z';
    expect(await post(`${SUBSCRIPTIONS}/${id}/redeliver`, { since }, 202)).toEqual({ redelivered: 1 });
    const [sent] = await logged(id, 'delivered');
    expect(sent).toMatchObject({ request_id: kept!.id });
    for (const { delivery_id } of await logged(id, 'cancelled', 2))
      await post(`/api/webhooks/deliveries/${delivery_id}/redeliver`, {}, 202);
    await logged(id, 'delivered', 3);
    const sentAgain = receiver().deliveries.map(
      ({ headers, body }) => `${String(headers['webhook-id'])} ${String(body)}`,
    );
    expect(new Set(sentAgain).size).toBe(3);
  });

  it.each(['yesterday', '2026-03-01T00:00:00', '2026-13-01', 5, undefined])('refuses %p', async since => {
    const { id } = await subscribe();
    expect(await post(`${SUBSCRIPTIONS}/${id}/redeliver`, { since }, 400)).toMatchObject({
      code: 'invalid_parameter',
    });
  });
});

describe('deleting a request', () => {
  it('cancels what is still to be delivered', async () => {
    const { id } = await subscribe();
    receiver().answerNext(500);
    const one = buildFinishedRequest({ owner: owner() });
    await finish([one]);
    await receiver().received(1);
    await app()
      .get(DataSource)
      .transaction(tx => app().get(DeliveryOutbox).cancelOf(tx, [one.id]));
    expect(await logged(id, 'cancelled')).toMatchObject([{ next_attempt_at: null }]);
  });
});
