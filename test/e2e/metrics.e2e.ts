/**
 * Seen red: with the path as the route's label; without `host_pauses` or `to_import_since` in the backlog's query;
 * without `adminOnly` on /metrics (operations.e2e.ts); without the report after the commit of outcomes.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { Scrape } from '../support/metrics';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

/** Exhausted after so many. */
const WEBHOOK_ATTEMPTS = 10;

let origin: Origin;
let throttled: Origin;
let receiver: WebhookReceiver;
let failing: WebhookReceiver;
let darkroom: Darkroom;

const PROJECT = join(__dirname, '..', '..');

const scrape = () => Scrape.of(darkroom.url);

beforeAll(async () => {
  [origin, throttled] = await Promise.all([startOrigin(), startOrigin()]);
  [receiver, failing] = await Promise.all([startWebhookReceiver(), startWebhookReceiver()]);
  origin.serve('/a.jpg', await picture(90, 60).jpeg({ quality: 100 }).toBuffer());
  origin.serve('/b.png', await picture(80, 60).png().toBuffer());
  origin.serve('/tiny.jpg', await picture().jpeg({ quality: 1 }).toBuffer());
  origin.serve('/text.jpg', Buffer.from('no picture at all'));
  throttled.serve('/c.jpg', (_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: '127.0.0.1', WEBHOOK_RETRY_SCALE: '0.000001' });
}, 90_000);
afterAll(async () => {
  await darkroom.stop();
  await Promise.all([origin, throttled, receiver, failing].map(server => server.close()));
});

describe('the metrics of a service that has worked', () => {
  let before: Scrape;
  let id: string;
  let after: Scrape;

  beforeAll(async () => {
    before = await scrape();
    failing.answerNext(...Array.from({ length: WEBHOOK_ATTEMPTS }, () => 500));
    const urls = ['/a.jpg', '/b.png', '/tiny.jpg', '/text.jpg', '/missing.jpg', '/a.jpg'];
    const file = catalogue(urls.map(path => ({ urls: origin.url(path) })));
    const status = await darkroom.process(file, { webhook_url: failing.url });
    id = status.request_id;
    await darkroom.process(catalogue([{ urls: origin.url('/a.jpg') }]), { webhook_url: receiver.url });
    after = await until(
      'every delivery is counted',
      async () => {
        const now = await scrape();
        return now.value('webhook_attempt_seconds_count') === WEBHOOK_ATTEMPTS + 1 && now;
      },
      { timeoutMs: 30_000 },
    );
  }, 90_000);

  it('begin at 0, so that the first failure is an increase', () => {
    expect(before.value('images_total{outcome="failed",code="http_status"}')).toBe(0);
    expect(before.value('images_total{outcome="failed",code="processing_crashed"}')).toBe(0);
    expect(before.value('webhook_attempts_total{outcome="exhausted"}')).toBe(0);
    expect(before.counted('images_total')).toEqual({});
  });

  it('count every image by its outcome and code, those that share a URL too', () => {
    expect(after.counted('images_total')).toEqual({
      'outcome="compressed",code=""': 4,
      'outcome="kept_original",code=""': 1,
      'outcome="failed",code="http_status"': 1,
      'outcome="failed",code="not_an_image"': 1,
    });
  });

  it('count attempts, and bytes as they really came and were stored: once for a URL of a request', async () => {
    expect(after.counted('image_attempts_total')).toEqual({ 'result="completed"': 4, 'result="failed"': 2 });
    const [sums] = await darkroom.query<{ input: number; output: number }>(
      `SELECT sum(bytes_in)::int AS input, sum(bytes_out)::int AS output FROM images WHERE leader_id = id`,
    );
    expect(after.value('image_input_bytes_total')).toBe(sums!.input);
    expect(after.value('image_output_bytes_total')).toBe(sums!.output);
  });

  it('measure the wait and each step of every attempt that came to it', () => {
    expect(after.value('image_wait_seconds_count')).toBe(6);
    const counts = ['download', 'gate', 'compress', 'store', 'record'].map(step => [
      step,
      after.value(`image_step_seconds_count{step="${step}"}`),
    ]);
    // The missing one has no body, and the text does not come to the gate.
    expect(Object.fromEntries(counts)).toEqual({ download: 6, gate: 4, compress: 4, store: 4, record: 6 });
  });

  it('count the attempts at webhooks by outcome', () => {
    expect(after.counted('webhook_attempts_total')).toEqual({
      'outcome="delivered"': 1,
      'outcome="retry"': WEBHOOK_ATTEMPTS - 1,
      'outcome="exhausted"': 1,
    });
  });

  it('measure calls by route and status, without a label for each id', async () => {
    for (const path of ['/api/nothing', '/nothing/at/all', `/api/status/${id}`, `/STATUS/${id}`]) {
      await darkroom.api().get(path);
    }
    const now = await until('the calls are measured', async () => {
      const now = await scrape();
      return (
        now.value('http_request_duration_seconds_count{method="GET",route="/status/:id",status="200"}') && now
      );
    });
    const uploads = 'http_request_duration_seconds_count{method="POST",route="/api/upload",status="202"}';
    expect(now.value(uploads)).toBe(2);
    expect(now.value('http_request_duration_seconds_count{method="GET",route="other",status="404"}')).toBe(2);
    expect(now.labels('route').filter(route => route.includes(id) || route.includes('nothing'))).toEqual([]);
  });

  it('show the process: memory, event loop, libvips', () => {
    expect(after.names()).toEqual(
      expect.arrayContaining([
        'process_resident_memory_bytes',
        'process_cpu_seconds_total',
        'nodejs_eventloop_lag_p99_seconds',
        'darkroom_libvips_memory_bytes',
        'darkroom_libvips_tasks',
      ]),
    );
  });

  it.each([
    'deploy/grafana/dashboard.json',
    'deploy/prometheus/alerts.yml',
    'deploy/kubernetes/autoscaling.yaml',
    'deploy/kubernetes/prometheus-adapter.yaml',
  ])('are those that %s asks for', async file => {
    const text = await readFile(join(PROJECT, file), 'utf8');
    const asked = [...text.matchAll(/\b(?:darkroom|process|nodejs)_[a-z0-9_]+\b/g)].map(([name]) => name);
    const exported = after.names().flatMap(name => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]);
    expect(asked).not.toEqual([]);
    expect(asked.filter(name => !exported.includes(name))).toEqual([]);
  });

  it('are all in the guide for operators, and no others', async () => {
    const guide = await readFile(join(PROJECT, 'docs/operations.md'), 'utf8');
    const told = [...guide.matchAll(/^\| `(darkroom_[a-z0-9_]+)/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(
      after
        .names()
        .filter(name => name.startsWith('darkroom_'))
        .sort(),
    );
  });

  it('show that what the process depends on is there', () => {
    const up = Object.entries(after.counted('dependency_up'));
    expect(up.map(([label, value]) => [label, value])).toEqual([
      ['dependency="postgres"', 1],
      ['dependency="redis"', 1],
      ['dependency="storage"', 1],
    ]);
  });
});

describe('the backlog', () => {
  it('counts images that wait for a paused host as pending, and not as late', async () => {
    const { request_id } = await darkroom.upload(catalogue([{ urls: throttled.url('/c.jpg') }]));
    const paused = await until('the host is paused', async () => {
      const now = await scrape();
      return now.value('paused_hosts') === 1 && now;
    });
    expect(paused.value('host_pauses_total')).toBe(1);
    expect(paused.counted('image_attempts_total')).toMatchObject({ 'result="deferred"': 1 });
    expect(paused.value('unfinished_requests')).toBe(1);
    expect(paused.value('images_pending')).toBe(1);
    // One that is due for an hour, on the same host; the second pause shows that a scrape came after it.
    const later = await darkroom.upload(catalogue([{ urls: throttled.url('/d.jpg') }]));
    await until(
      'it is imported',
      async () => (await darkroom.query('SELECT FROM requests WHERE imported_at IS NULL')).length === 0,
    );
    await darkroom.query(
      `UPDATE requests SET created_at = now() - interval '1 hour' WHERE completed_at IS NULL`,
    );
    await darkroom.query(
      `INSERT INTO host_pauses VALUES ('other.example:80', now() + interval '1 minute', now())`,
    );
    const waiting = await until('the scrape is a new one', async () => {
      const now = await scrape();
      return now.value('paused_hosts') === 2 && now;
    });
    expect(waiting.value('images_pending')).toBe(2);
    expect(waiting.value('oldest_pending_image_seconds')).toBe(0);
    await darkroom.api().post(`/api/requests/${later.request_id}/cancel`).expect(202);
    await darkroom.finished(later.request_id);
    await darkroom.api().post(`/api/requests/${request_id}/cancel`).expect(202);
    await darkroom.finished(request_id);
    expect((await scrape()).counted('images_total')).toMatchObject({ 'outcome="cancelled",code=""': 2 });
  });
});

describe('the backlog of a service without workers', () => {
  let api: Darkroom;
  beforeAll(async () => {
    api = await Darkroom.start({ ROLE: 'api', PUBLIC_URL: 'https://images.example.com' });
  }, 90_000);
  afterAll(() => api.stop());

  /** The age of the oldest as soon as it is what is meant: for 5 seconds every scrape shows the same. */
  const oldest = (description: string, isMeant: (seconds: number) => boolean) =>
    until(
      description,
      async () => {
        const seconds = (await Scrape.of(api.url)).value('oldest_pending_image_seconds');
        return seconds !== undefined && isMeant(seconds) && { seconds };
      },
      { timeoutMs: 15_000 },
    );

  it('shows how long an upload has waited that nobody imports', async () => {
    await api.upload(catalogue([{ urls: ['http://late.example/1', 'http://late.example/2'] }]));
    await api.query(`UPDATE requests SET created_at = now() - interval '1 hour'`);
    const shown = await Scrape.of(api.url);
    expect(shown.value('images_pending')).toBe(2);
    expect(shown.value('oldest_pending_image_seconds')).toBeGreaterThanOrEqual(3_600);
    expect(shown.value('oldest_pending_image_seconds')).toBeLessThan(3_700);
  });

  it('does not count one that is being imported, and counts one that was given up from then on', async () => {
    await api.query(`UPDATE requests SET import_lease_until = now() + interval '1 minute'`);
    await oldest('nothing waits', seconds => seconds === 0);
    await api.query(`UPDATE requests SET import_lease_until = now() - interval '10 minutes'`);
    const { seconds } = await oldest('it waits', shown => shown > 0);
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(seconds).toBeLessThan(700);
  });

  it('shows how long the image that waits longest has been due', async () => {
    // As an import leaves it: the first image is due since the upload an hour ago, the second one for a minute.
    await api.query(
      `WITH request AS (UPDATE requests SET imported_at = now(), imported_rows = 1, imported_images = 2,
                               import_lease_until = NULL RETURNING id),
       product AS (INSERT INTO products (id, request_id, row, product_name, extra, status)
                   SELECT gen_random_uuid(), id, 1, 'late', '{}', 'pending' FROM request RETURNING id, request_id),
       late AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 2) n)
       INSERT INTO images (id, leader_id, request_id, product_id, position, input_image_url, host, not_before)
       SELECT late.id, late.id, request_id, product.id, n, 'http://late.example/' || n, 'late.example:80',
              CASE n WHEN 1 THEN '-infinity' ELSE now() - interval '1 minute' END
         FROM product, late`,
    );
    const { seconds } = await oldest('the images are seen', shown => shown >= 3_600);
    expect(seconds).toBeLessThan(3_700);
  });
});

describe('a worker by itself', () => {
  let worker: Darkroom;
  beforeAll(async () => {
    worker = await Darkroom.start({
      ROLE: 'worker',
      PUBLIC_URL: 'https://images.example.com',
      LOG_LEVEL: 'fatal',
    });
    await worker.stopRedis();
  }, 90_000);
  afterAll(() => worker.stop());

  it('shows its metrics and its health, also when Redis is gone, and takes no uploads', async () => {
    const shown = await Scrape.of(worker.url);
    expect(shown.names()).toContain('darkroom_images_total');
    expect(shown.value('dependency_up{dependency="redis"}')).toBe(0);
    expect(shown.value('dependency_up{dependency="postgres"}')).toBe(1);
    await worker.api().get('/health/live').expect(200);
    await worker.api().get('/health/ready').expect(503);
    await worker.post(catalogue([{ urls: origin.url('/a.jpg') }])).expect(404);
  });
});
