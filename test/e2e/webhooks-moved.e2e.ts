/** A subscription that gets a new URL while very much waits for it: all of that goes there. */
import { until } from '../support/until';
import { waitingDeliveries } from '../support/waiting-deliveries';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';
import { buildFinishedRequest, SUBSCRIPTIONS, useWebhooksApp } from '../support/webhooks-app';

const webhooks = useWebhooksApp({ ownerPerTest: true });
const { api, sql, receiver, owner, finish, subscribe } = webhooks;
const { letWait, letBecomeDue, allAre, hold, letGo, pickedUpDuring } = waitingDeliveries(webhooks);

describe('a new URL', () => {
  let moved: WebhookReceiver;
  beforeEach(async () => (moved = await startWebhookReceiver()));
  afterEach(() => moved.close());

  const urls = (id: string) =>
    sql<object>(
      'SELECT url, receiver, count(*) FROM webhook_deliveries WHERE subscription_id = $1 GROUP BY 1, 2',
      [id],
    );

  it('is that of all that waits, and holds up nobody until it is', async () => {
    const { id } = await subscribe();
    await letWait(id, 2_500);
    const holder = await hold(id, 1);
    const change = api()
      .patch(`${SUBSCRIPTIONS}/${id}`)
      .send({ url: moved.url })
      .then(answer => answer.status);
    await until('it is changed', async () => {
      const answer = await api().get(`${SUBSCRIPTIONS}/${id}`);
      return (answer.body as { url: string }).url === moved.url;
    });
    await finish([buildFinishedRequest({ owner: owner() })]);
    await moved.received(1);
    await letGo(holder);
    expect(await change).toBe(200);
    expect(await urls(id)).toEqual([{ url: moved.url, receiver: moved.host, count: 2_501 }]);
    expect(receiver().deliveries).toHaveLength(0);
  });

  it('is that of what waits to be picked up while it changes', async () => {
    const { id } = await subscribe();
    const url = 'http://127.0.0.1:9/new';
    const taken = await pickedUpDuring(id, () =>
      sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, url]),
    );
    expect(taken).toMatchObject({ url });
  });

  it('is called also for what the process did not come to before it died', async () => {
    const { id } = await subscribe();
    await letWait(id, 2);
    await sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, moved.url]);
    await letBecomeDue(id);
    await allAre(id, 'delivered');
    expect(moved.deliveries).toHaveLength(2);
  });

  it('that is asked for again is given to what an earlier change did not come to', async () => {
    const { id } = await subscribe();
    await letWait(id, 3);
    await sql('UPDATE webhook_subscriptions SET url = $2 WHERE id = $1', [id, moved.url]);
    // One was sent since then, which does not change the receiver.
    await sql(
      `UPDATE webhook_deliveries SET url = $2
        WHERE id = (SELECT id FROM webhook_deliveries WHERE subscription_id = $1 LIMIT 1)`,
      [id, moved.url],
    );
    await api().patch(`${SUBSCRIPTIONS}/${id}`).send({ url: moved.url }).expect(200);
    expect(await urls(id)).toEqual([{ url: moved.url, receiver: moved.host, count: 3 }]);
  });
});
