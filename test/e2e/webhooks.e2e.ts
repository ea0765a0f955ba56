/** The feature by itself. Of the whole program: notification.e2e.ts. */
import { DataSource } from 'typeorm';
import { RequestEntity } from '../../src/requests';
import { AttemptEntity } from '../../src/webhooks/attempt.entity';
import { DeliveryEntity } from '../../src/webhooks/delivery.entity';
import { SigningSecrets } from '../../src/webhooks/secrets';
import { until } from '../support/until';
import { verified } from '../support/webhook-receiver';
import { buildFinishedRequest, useWebhooksApp } from '../support/webhooks-app';

/** What a busy machine may add to a wait. */
const BUSY_MS = 5_000;

// 5 s become 5 ms, 24 h become 86 s.
const { app, receiver, finish } = useWebhooksApp({ env: { WEBHOOK_RETRY_SCALE: '0.001' } });

const deliveryOf = (requestId: string) =>
  app().get(DataSource).manager.findOneByOrFail(DeliveryEntity, { requestId });
const attemptsOf = ({ id: deliveryId }: DeliveryEntity) =>
  app()
    .get(DataSource)
    .manager.find(AttemptEntity, { where: { deliveryId }, order: { id: 'ASC' } });
const ended = (requestId: string) =>
  until('the delivery has its end', async () => {
    const delivery = await deliveryOf(requestId);
    return delivery.status === 'pending' ? null : delivery;
  });

describe('a finished request', () => {
  it.each(['completed', 'failed', 'cancelled'] as const)(
    'that is %s tells its webhook_url, signed',
    async status => {
      const request = buildFinishedRequest({ status, webhookUrl: receiver().url });
      await finish([request]);
      const [delivery] = await receiver().received(1);

      const secret = await app().get(SigningSecrets).ofOwner('default');
      expect(verified(secret, delivery!)).toMatchObject({
        type: `request.${status}`,
        timestamp: request.completedAt!.toISOString(),
        data: {
          request_id: request.id,
          status,
          run: 1,
          output_csv_url: expect.stringContaining(request.id) as string,
        },
      });
      expect(delivery!.headers).toMatchObject({ 'content-type': 'application/json' });
      const stored = await ended(request.id);
      expect(delivery!.headers['webhook-id']).toBe(stored.id);
      expect(delivery!.body.toString()).toBe(stored.payload);
    },
  );

  it('is told of once per run, however often it is recorded', async () => {
    const request = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([request]);
    await finish([request]);
    await finish([Object.assign(request, { run: 2 })]);
    await receiver().received(2);
    const all = await app().get(DataSource).manager.findBy(DeliveryEntity, { requestId: request.id });
    expect(all.map(({ run }) => run).sort()).toEqual([1, 2]);
  });

  it('shows that it was told, in its status, its version and its log', async () => {
    receiver().answerNext(500);
    const request = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([request]);
    await ended(request.id);
    const database = app().get(DataSource);
    const stored = await database.manager.findOneByOrFail(RequestEntity, { id: request.id });
    expect(stored).toMatchObject({ webhookTriggered: true, version: 1 });
    const log = await database.query<unknown[]>(
      `SELECT step, status, image_id, message FROM processing_logs WHERE request_id = $1 ORDER BY id`,
      [request.id],
    );
    const line = (status: string, rest: string) => ({
      step: 'webhook',
      status,
      image_id: null,
      message: `request.completed to ${receiver().host}, ${rest}`,
    });
    expect(log).toEqual([
      line('failure', 'attempt 1: HTTP 500. Next attempt in 0 s.'),
      line('success', 'attempt 2: HTTP 204. Delivered.'),
    ]);
  });

  it('is found by the sweep when its event was lost', async () => {
    await finish([buildFinishedRequest({ webhookUrl: receiver().url })], { tell: false });
    await receiver().received(1);
  });
});

describe('a receiver that fails', () => {
  it('is tried again with the same id and body, validly signed each time', async () => {
    receiver().answerNext(500, 301, 404);
    const request = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([request]);
    const deliveries = await receiver().received(4);

    expect(await ended(request.id)).toMatchObject({ status: 'delivered', attempts: 4, nextAttemptAt: null });
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(deliveries.map(({ body }) => body.toString())).size).toBe(1);
    const secret = await app().get(SigningSecrets).ofOwner('default');
    for (const delivery of deliveries)
      expect(verified(secret, delivery)).toMatchObject({ type: 'request.completed' });
    // 5 s, 5 min, 30 min on a clock that runs a thousand times faster, and at most 10 % more and what a look takes.
    const waits = deliveries.slice(1).map(({ at }, index) => at - deliveries[index]!.at);
    for (const [index, nominal] of [5, 300, 1_800].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(nominal);
      expect(waits[index]).toBeLessThan(nominal * 1.1 + BUSY_MS);
    }
  });

  it('is not tried again after 410', async () => {
    receiver().answerNext(410);
    const request = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([request]);
    expect(await ended(request.id)).toMatchObject({ status: 'exhausted', attempts: 1, nextAttemptAt: null });
  });

  it('that is not there is an attempt with an error code, and tells no address', async () => {
    await receiver().close();
    const request = buildFinishedRequest({ webhookUrl: receiver().url });
    await finish([request]);
    const delivery = await until('it was tried', async () => {
      const stored = await deliveryOf(request.id);
      return stored.attempts > 0 ? stored : null;
    });
    const [attempt] = await attemptsOf(delivery);
    expect(attempt).toMatchObject({ statusCode: null, errorCode: 'connect_failed' });
  });

  it('at an address that may not be called is never called', async () => {
    const request = buildFinishedRequest({ webhookUrl: 'http://10.1.2.3/hook' });
    await finish([request]);
    const delivery = await until('it was tried', async () => {
      const stored = await deliveryOf(request.id);
      return stored.attempts > 0 ? stored : null;
    });
    expect((await attemptsOf(delivery))[0]).toMatchObject({ statusCode: null, errorCode: 'address_blocked' });
  });
});
