/** Seen red: without the column in the images' pickup, and without the caller's `traceparent` as the parent. */
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { attributesOf, startTraceCollector, type TraceCollector } from '../support/trace-collector';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

let origin: Origin;
let receiver: WebhookReceiver;
let collector: TraceCollector;
let darkroom: Darkroom;
let file: string;

beforeAll(async () => {
  [origin, receiver, collector] = await Promise.all([
    startOrigin(),
    startWebhookReceiver(),
    startTraceCollector(),
  ]);
  origin.serve('/a.jpg', await picture().jpeg({ quality: 95 }).toBuffer());
  file = catalogue([{ urls: [origin.url('/a.jpg'), origin.url('/missing.jpg')] }]);
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
}, 90_000);
afterAll(async () => {
  await darkroom.stop();
  await Promise.all([origin, receiver, collector].map(server => server.close()));
});

/** An upload as a client makes it that is traced itself. */
const uploadTraced = async (flags: '00' | '01') => {
  const call = darkroom.post(file, { webhook_url: receiver.url });
  const answer = await call.set('traceparent', `00-${TRACE}-${CALLER}-${flags}`).expect(202);
  return (answer.body as { request_id: string }).request_id;
};

describe('a traced upload', () => {
  let id: string;
  beforeAll(async () => {
    id = await uploadTraced('01');
    await darkroom.finished(id);
    await until('the webhook is traced', () => collector.named('webhook').length > 0);
  }, 60_000);

  it('is one trace with the caller, from the upload to the webhook', () => {
    expect([...new Set(collector.spans.map(span => span.traceId))]).toEqual([TRACE]);
    const [upload] = collector.named('upload');
    expect(upload).toMatchObject({ parentSpanId: CALLER });
    expect(attributesOf(upload!)).toEqual({ 'http.response.status_code': 202 });
    for (const name of ['import', 'image', 'webhook']) {
      for (const span of collector.named(name)) {
        expect([name, span.parentSpanId]).toEqual([name, upload!.spanId]);
        expect(attributesOf(span)).toMatchObject({ 'darkroom.request_id': id });
      }
    }
  });

  it('shows each image with its steps, and why it failed', () => {
    const images = collector.named('image');
    const steps = (spanId: string) =>
      collector.spans.filter(span => span.parentSpanId === spanId).map(span => span.name);
    const completed = images.find(span => attributesOf(span)['darkroom.outcome'] === 'completed')!;
    const failed = images.find(span => attributesOf(span)['darkroom.outcome'] === 'failed')!;
    expect(images).toHaveLength(2);
    expect(steps(completed.spanId)).toEqual(['download', 'gate', 'compress', 'store', 'record']);
    expect(steps(failed.spanId)).toEqual(['download', 'record']);
    expect(failed.status.message).toBe('http_status');
  });

  it('shows its parts inside their time', () => {
    for (const span of collector.spans) {
      const parent = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
      if (parent?.name !== 'image') continue;
      expect(BigInt(span.startTimeUnixNano) >= BigInt(parent.startTimeUnixNano)).toBe(true);
      expect(BigInt(span.endTimeUnixNano) <= BigInt(parent.endTimeUnixNano)).toBe(true);
    }
  });

  it('is not traced where its caller does not want it', async () => {
    const before = collector.spans.length;
    await darkroom.finished(await uploadTraced('00'));
    await receiver.received(2);
    const { request_id } = await darkroom.upload(file);
    await darkroom.finished(request_id);
    const own = await until(
      'an upload without a caller is traced',
      () =>
        collector.named('image').filter(span => attributesOf(span)['darkroom.request_id'] === request_id)
          .length === 2 && collector.spans.slice(before),
    );
    expect(own.filter(span => span.traceId === TRACE)).toEqual([]);
  });
});
