/** The webhook of a request by the whole program. The feature by itself: webhooks*.e2e.ts. */
import type { RequestStatusDto } from '../../src/requests';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';
import {
  type Delivery,
  startWebhookReceiver,
  verified,
  type WebhookReceiver,
} from '../support/webhook-receiver';

interface Message {
  type: string;
  timestamp: string;
  data: RequestStatusDto;
}
interface DeliveryView {
  delivery_id: string;
  status: string;
  attempts: number;
  next_attempt_at: string | null;
}

let origin: Origin;
let receiver: WebhookReceiver;
let darkroom: Darkroom;
let good: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
  good = catalogue([{ urls: [origin.url('/a.jpg'), origin.url('/missing.jpg')] }]);
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: '127.0.0.1' });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});
beforeEach(async () => (receiver = await startWebhookReceiver()));
afterEach(() => receiver.close());

async function messageOf(delivery: Delivery): Promise<Message> {
  const { secret } = await darkroom.get<{ secret: string }>('/api/webhooks/secret');
  return verified(secret, delivery) as Message;
}

const told = (id: string) =>
  until('the receiver was told', async () => {
    const status = await darkroom.status(id);
    return status.webhook_triggered ? status : null;
  });

const deliveriesOf = async (id: string) =>
  (await darkroom.get<{ deliveries: DeliveryView[] }>(`/api/webhooks/deliveries?request_id=${id}`))
    .deliveries;

describe('a request with a webhook_url', () => {
  it('tells it once, signed, with the status as it was at the finish', async () => {
    const { request_id } = await darkroom.upload(good, { webhook_url: receiver.url });
    const [delivery] = await receiver.received(1, 30_000);
    const message = await messageOf(delivery!);
    const status = await told(request_id);
    expect(status).toMatchObject({ status: 'completed', webhook_url: receiver.url });
    expect(message).toEqual({
      type: 'request.completed',
      timestamp: status.completed_at,
      data: { ...status, webhook_triggered: false, updated_at: status.completed_at },
    });
    expect(await deliveriesOf(request_id)).toMatchObject([
      {
        delivery_id: delivery!.headers['webhook-id'],
        status: 'delivered',
        attempts: 1,
        next_attempt_at: null,
      },
    ]);
    expect(receiver.deliveries).toHaveLength(1);
    expect(await darkroom.logs(request_id, 'step=webhook')).toMatchObject([
      { status: 'success', image_id: null },
    ]);
  });

  it('shows that time as its last change in its status too', async () => {
    const status = await darkroom.process(good);
    expect(status.updated_at).toBe(status.completed_at);
  });

  it('that failed says so', async () => {
    const csv = catalogue([{ urls: origin.url('/missing.jpg') }]);
    const { request_id } = await darkroom.upload(csv, { webhook_url: receiver.url });
    const [delivery] = await receiver.received(1, 30_000);
    expect(await messageOf(delivery!)).toMatchObject({
      type: 'request.failed',
      data: { request_id, status: 'failed', failures: [{ code: 'http_status', count: 1 }] },
    });
  });

  it('can be asked to tell it again', async () => {
    const { request_id } = await darkroom.process(good, { webhook_url: receiver.url });
    await receiver.received(1);
    await told(request_id);
    await darkroom.api().post('/webhook').send({ request_id }).expect(202);
    const [first, second] = await receiver.received(2);
    expect(second!.body).toEqual(first!.body);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(await messageOf(second!)).toMatchObject({ data: { request_id } });
  });
});

describe('a receiver', () => {
  it('that is dead changes nothing for the request, and holds up nobody', async () => {
    const dead = await startWebhookReceiver();
    await dead.close();
    const { request_id } = await darkroom.upload(good, { webhook_url: dead.url });
    const other = await darkroom.upload(good, { webhook_url: receiver.url });
    const status = await darkroom.finished(request_id);
    expect(status).toMatchObject({
      status: 'completed',
      image_counts: { total: 2, completed: 1, failed: 1 },
    });
    expect((await darkroom.bytes(status.output_csv_url!)).toString()).toContain('/api/image/a-');
    const [delivery] = await receiver.received(1, 30_000);
    expect(await messageOf(delivery!)).toMatchObject({ data: { request_id: other.request_id } });

    const after = await told(request_id);
    expect(after).toEqual({ ...status, webhook_triggered: true, updated_at: after.updated_at });
    const [waiting] = await deliveriesOf(request_id);
    expect(waiting).toMatchObject({ status: 'pending', attempts: 1 });
    expect(Date.parse(waiting!.next_attempt_at!)).toBeGreaterThan(Date.parse(status.completed_at!));
  });

  it('that redirects is not followed, and not told elsewhere', async () => {
    receiver.answerNext(302);
    const { request_id } = await darkroom.process(good, { webhook_url: receiver.url });
    await told(request_id);
    expect(await deliveriesOf(request_id)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  });
});
