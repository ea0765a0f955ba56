/**
 * Switched off, one at a time, to see it fail: the claim in the callback's statement, the check of its signature and of
 * the input's address, the service's own client, decoding the result, timeouts as such, callbacks before the 202, the
 * end of the job at the hand-over, the raw body, cleaning the service's words, its pauses, and leaving alone what is
 * under way when cancelled.
 */
import { Webhook } from 'standardwebhooks';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type ImageService, type Job, type Said, startImageService } from '../support/image-service';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';
import { verified } from '../support/webhook-receiver';

const SECRET = `whsec_${Buffer.from('the tests and their image service').toString('base64')}`;
const MAX_BYTES = 20_000;

let service: ImageService;
/** A place where results must not be fetched from: only inputs may come from here. */
let origin: Origin;
let darkroom: Darkroom;
let webp: Buffer;

const remote = (env: Record<string, string> = {}) => ({
  IMAGE_ENGINE: 'remote',
  IMAGE_ENGINE_URL: service.url,
  IMAGE_ENGINE_SECRET: SECRET,
  ALLOWED_PRIVATE_HOSTS: origin.host,
  MAX_IMAGE_BYTES: String(MAX_BYTES),
  IMAGE_ATTEMPTS: '1',
  ...env,
});

beforeAll(async () => {
  [service, origin, webp] = await Promise.all([
    startImageService(SECRET),
    startOrigin(),
    picture(80, 60).webp().toBuffer(),
  ]);
  darkroom = await Darkroom.start(remote());
}, 120_000);
afterAll(async () => {
  await darkroom.stop();
  await Promise.all([service.close(), origin.close()]);
}, 60_000);

let inputs = 0;
/** An input that nobody has asked for yet. The service fetches it, not we. */
const newInput = () => origin.url(`/shoe-${++inputs}.jpg`);

const completed = (output_image_url: string): Said => ({ status: 'completed', output_image_url });

/** Uploads an input, lets the service do something with its job, and waits for the end. */
async function processed(react: (job: Job, input: string) => Promise<unknown>, fields = {}) {
  const input = newInput();
  const { request_id } = await darkroom.upload(catalogue([{ urls: input }]), fields);
  await react(await service.job(input), input);
  const status = await darkroom.finished(request_id, 60_000);
  const [product] = await darkroom.products(request_id);
  return { id: request_id, input, status, image: product!.images[0]! };
}

/** What the row says: to see that a call changed nothing. */
const row = async (imageId: string) =>
  (await darkroom.query('SELECT * FROM images WHERE id = $1', [imageId]))[0];

describe('a job', () => {
  it('is posted with exactly what the contract says, and signed as any webhook', async () => {
    const options = { quality: '37', format: 'webp', effort: 'small', max_width: '640' };
    const { input, image } = await processed(
      job => service.callBack(job, completed(service.result('/a.webp', webp))),
      options,
    );
    expect(service.jobs(input)).toHaveLength(1);
    const { headers, body } = await service.job(input);
    expect(verified(SECRET, { body, headers })).toEqual({
      job_id: expect.any(String) as string,
      image_id: image.image_id,
      input_image_url: input,
      quality: 37,
      format: 'webp',
      effort: 'small',
      max_width: 640,
      max_height: null,
      callback_url: `${darkroom.url}/api/webhook/callback`,
    });
    expect(() => verified('whsec_AAAA', { body, headers })).toThrow();
    expect(headers['content-type']).toBe('application/json');
  });

  it('is not posted for an address that the service must not be sent to', async () => {
    const inputs = ['http://169.254.169.254/latest/meta-data', `http://${service.host}/input.jpg`];
    const { status, request_id } = await darkroom.process(catalogue(inputs.map(urls => ({ urls }))));
    expect(status).toBe('failed');
    const errors = (await darkroom.products(request_id)).map(({ images }) => images[0]!.error?.code);
    expect(errors).toEqual(['address_blocked', 'address_blocked']);
    expect(inputs.flatMap(input => service.jobs(input))).toEqual([]);
  });

  it.each([200, 400, 500])('that is answered with %d instead of 202 has failed', async status => {
    const input = newInput();
    service.on(input, () => status);
    const { request_id } = await darkroom.process(catalogue([{ urls: input }]));
    const [product] = await darkroom.products(request_id);
    expect(product!.images[0]!.error).toMatchObject({
      code: 'engine_failed',
      message: `The image service answered ${status} instead of 202.`,
    });
  });

  it('that breaks off has failed, and the client is not told where the service is', async () => {
    const input = newInput();
    service.on(input, () => Promise.reject(new Error('hangs up')));
    const { request_id } = await darkroom.process(catalogue([{ urls: input }]));
    const [product] = await darkroom.products(request_id);
    expect(product!.images[0]!.error).toMatchObject({
      code: 'engine_failed',
      message: 'The image service could not be reached (connect_failed).',
    });
  });

  it('holds no place among the jobs under way while the service has it', async () => {
    const small = await Darkroom.start(remote({ DOWNLOAD_CONCURRENCY: '1' }));
    const urls = [newInput(), newInput(), newInput()];
    const { request_id } = await small.upload(catalogue([{ urls }]));
    const jobs = await Promise.all(urls.map(url => service.job(url)));
    expect((await small.status(request_id)).image_counts).toMatchObject({ processing: 3, completed: 0 });
    for (const job of jobs) await service.callBack(job, completed(service.result('/many.webp', webp)));
    expect((await small.finished(request_id)).image_counts).toMatchObject({ completed: 3 });
    await small.stop();
  });
});

describe('a result', () => {
  it('is stored byte for byte, and handed out like any other', async () => {
    const { id, status, image } = await processed(job =>
      service.callBack(job, completed(service.result('/result.webp', webp))),
    );
    expect(status).toMatchObject({ status: 'completed', bytes: { input: 0, output: webp.length } });
    expect(image).toMatchObject({
      status: 'completed',
      outcome: 'compressed',
      bytes_in: null,
      bytes_out: webp.length,
      width: 80,
      height: 60,
      format: 'webp',
      attempts: 1,
    });
    expect(image.output_image_url).toMatch(/\/shoe-\d+-[0-9a-f]{32}\.webp$/);
    expect(await darkroom.bytes(image.output_image_url!)).toEqual(webp);
    const steps = (await darkroom.logs(id)).map(({ step, status }) => `${step} ${status}`);
    // A line of the hand-over stands before them, unless the service called back before its 202 was noted.
    expect(steps.slice(-3)).toEqual(['compress success', 'download success', 'store success']);
  });

  it('is shared by all that have the same input', async () => {
    const input = newInput();
    const rows = [{ urls: [input, input] }, { urls: input }];
    const { request_id } = await darkroom.upload(catalogue(rows));
    const job = await service.job(input);
    await service.callBack(job, completed(service.result('/shared.webp', webp)));
    expect(await darkroom.finished(request_id)).toMatchObject({
      status: 'completed',
      image_counts: { completed: 3 },
    });
    expect(service.jobs(input)).toHaveLength(1);
  });

  it('may be there before the job is answered', async () => {
    const input = newInput();
    service.on(input, async job => {
      await service.callBack(job, completed(service.result('/early.webp', webp)));
      return 202;
    });
    const status = await darkroom.process(catalogue([{ urls: input }]));
    expect(status).toMatchObject({ status: 'completed' });
    expect(service.jobs(input)).toHaveLength(1);
  });

  const damaged = async () => (await picture(200, 150).jpeg().toBuffer()).subarray(0, 2_000);
  it.each<[string, string, () => string | Promise<string>]>([
    [
      'is larger than MAX_IMAGE_BYTES',
      'too_large',
      () => service.result('/large', Buffer.alloc(MAX_BYTES + 1)),
    ],
    ['is no image', 'not_an_image', () => service.result('/text', Buffer.from('<html>Oops</html>'))],
    ['is cut off', 'corrupt_image', async () => service.result('/cut.jpg', await damaged())],
    ['is empty', 'empty_body', () => service.result('/empty', Buffer.alloc(0))],
    ['is not there', 'http_status 404', () => `http://${service.host}/nowhere.webp`],
    ['lies where only inputs may come from', 'address_blocked', () => origin.url('/result.webp')],
    ['lies with a cloud provider', 'address_blocked', () => 'http://169.254.169.254/latest/meta-data'],
    ['lies on our own listener', 'address_blocked', () => `${darkroom.url}/health/live`],
    ['lies in a file', 'invalid_url', () => 'file:///etc/passwd'],
    ['has no URL', 'invalid_url', () => 'result.webp\u0000'],
  ])('that %s is the failure of the service: %s', async (_, code, url) => {
    const output = await url();
    const { image } = await processed(job => service.callBack(job, completed(output)));
    expect(image).toMatchObject({
      status: 'failed',
      output_image_url: null,
      error: {
        code: 'engine_failed',
        message: `The result of the image service cannot be used: ${code}.`,
        http_status: null,
      },
    });
    expect(origin.requests()).toEqual([]);
  });
});

describe('a failure', () => {
  it('is told with what the service says, and not more than is good', async () => {
    const { image } = await processed(job =>
      service.callBack(job, {
        status: 'failed',
        error: { code: 'no_memory', message: `Out\nof\u0000memory\ud800 ${'!'.repeat(10_000)}` },
      }),
    );
    expect(image.error).toEqual({
      code: 'engine_failed',
      message: `The image service failed: no_memory: Out of memory ${'!'.repeat(486)}`,
      http_status: null,
    });
  });

  it('may go without a reason', async () => {
    const { image } = await processed(job => service.callBack(job, { status: 'failed', error: null }));
    expect(image.error?.message).toBe('The image service failed and did not say why.');
  });
});

describe('a callback', () => {
  const good = () => completed(service.result('/good.webp', webp));

  it('counts once: repeated, or with another result, it changes nothing', async () => {
    const { image, input } = await processed(async job => {
      const said = [good(), completed('http://nowhere.test/'), { status: 'failed' } as const];
      const statuses = await Promise.all(said.map(one => service.callBack(job, one)));
      expect(statuses).toEqual([204, 204, 204]);
    });
    const before = await row(image.image_id);
    const [job] = service.jobs(input);
    expect(await service.callBack(job!, good())).toBe(204);
    expect(await service.callBack(job!, { status: 'failed' })).toBe(204);
    expect(await row(image.image_id)).toEqual(before);
    expect(service.jobs(input)).toHaveLength(1);
  });

  it.each([
    ['an unknown job', '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f:1'],
    ['a job id that never was one', 'job 1; DROP TABLE images'],
    ['an absurd number', '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f:999999999'],
  ])('for %s is answered 204', async (_, job_id) => {
    const { image, input } = await processed(job => service.callBack(job, good()));
    const before = await row(image.image_id);
    expect(await service.callBack({ ...service.jobs(input)[0]!, job_id }, good())).toBe(204);
    expect(await row(image.image_id)).toEqual(before);
  });

  it('that is not signed with the secret, or long ago, is 401 and changes nothing', async () => {
    await processed(async job => {
      const handedOver = await until('the row says so', async () => {
        const found = await row(job.image_id);
        return found?.handed_over_at ? found : null;
      });
      const bad = { status: 'failed' } as const;
      expect(
        await service.callBack(job, bad, { secret: `whsec_${Buffer.alloc(24).toString('base64')}` }),
      ).toBe(401);
      expect(await service.callBack(job, bad, { at: new Date(Date.now() - 6 * 60_000) })).toBe(401);
      const unsigned = { method: 'POST', body: JSON.stringify({ job_id: job.job_id, ...bad }) };
      expect((await fetch(job.callback_url, unsigned)).status).toBe(401);
      expect(await row(job.image_id)).toEqual(handedOver);
      expect(await service.callBack(job, good())).toBe(204);
    });
  });

  it.each([
    ['no JSON', '{', 'malformed_request'],
    ['no object', '[]', 'malformed_request'],
    ['no job id', '{"status":"failed"}', 'invalid_parameter'],
    ['an unknown status', '{"job_id":"1","status":"done"}', 'invalid_parameter'],
    ['no result', '{"job_id":"1","status":"completed"}', 'invalid_parameter'],
    ['a nameless error', '{"job_id":"1","status":"failed","error":{"code":1}}', 'invalid_parameter'],
  ])('with %s is refused', async (_, body, code) => {
    const at = new Date();
    const signature = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
    };
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await darkroom
        .api()
        .post('/api/webhook/callback')
        .set({ ...signature, 'Content-Type': type })
        .send(body)
        .expect(400);
      expect(answer.body).toMatchObject({ code });
    }
  });

  it('that is enormous is refused', async () => {
    const answer = await darkroom.api().post('/api/webhook/callback').send('x'.repeat(70_000)).expect(413);
    expect(answer.body).toMatchObject({ code: 'file_too_large' });
  });

  it('is in the document with its errors, and needs no key', async () => {
    const document = await darkroom.get<{ paths: Record<string, { post: Record<string, object> }> }>(
      '/api/openapi.json',
    );
    const { post } = document.paths['/api/webhook/callback']!;
    expect(Object.keys(post.responses!)).toEqual(expect.arrayContaining(['204', '400', '401', '413', '503']));
    expect(post.security).toEqual([]);
  });
});

describe('a service that asks to slow down', () => {
  it('is left alone by everybody until its time is up, and no attempt is used', async () => {
    const [busy, next] = [newInput(), newInput()];
    const replies = [{ status: 429, headers: { 'Retry-After': '2' } }];
    service.on(busy, () => replies.shift() ?? 202);
    const { request_id } = await darkroom.upload(catalogue([{ urls: busy }]));
    const pause = await until('the pause is known', async () => {
      const [found] = await darkroom.query<{ host: string; until: Date }>('SELECT * FROM host_pauses');
      return found;
    });
    expect(pause.host).toBe(service.host);
    const other = await darkroom.upload(catalogue([{ urls: next }]));
    const jobs = [await service.job(next), await service.job(busy, 2)];
    // Nobody claimed what would only have been put back.
    expect(jobs.map(job => job.job_id.split(':')[1])).toEqual(['1', '2']);
    for (const job of jobs) {
      expect(Date.now()).toBeGreaterThanOrEqual(pause.until.getTime());
      await service.callBack(job, completed(service.result('/later.webp', webp)));
    }
    for (const id of [request_id, other.request_id]) {
      expect(await darkroom.finished(id)).toMatchObject({ status: 'completed' });
      const [product] = await darkroom.products(id);
      expect(product!.images[0]).toMatchObject({ attempts: 1 });
    }
    expect(await darkroom.query('SELECT * FROM host_pauses')).toEqual([]);
  });

  it('when its results are fetched has none of them made again, and no attempt is used', async () => {
    const urls = [newInput(), newInput(), newInput()];
    const { request_id } = await darkroom.upload(catalogue(urls.map(url => ({ urls: url }))));
    const replies = [429];
    const result = service.result('/in-a-moment.webp', response => {
      const status = replies.shift() ?? 200;
      response.writeHead(status, { 'Retry-After': '2' }).end(status === 200 ? webp : undefined);
    });
    for (const url of urls) {
      const job = await service.job(url);
      expect(await service.callBack(job, completed(result))).toBe(204);
      // It has answered, and nobody can change what it said.
      expect(await service.callBack(job, { status: 'failed' })).toBe(204);
    }
    expect(await darkroom.finished(request_id)).toMatchObject({ image_counts: { completed: urls.length } });
    for (const { images } of await darkroom.products(request_id)) {
      expect(images[0]).toMatchObject({ attempts: 1 });
    }
    expect(urls.map(url => service.jobs(url).length)).toEqual([1, 1, 1]);
    expect(await darkroom.query('SELECT * FROM images WHERE engine_answer IS NOT NULL')).toEqual([]);
  });

  it('for ever when its results are fetched has failed in the end', async () => {
    const strict = await Darkroom.start(remote({ ORIGIN_PATIENCE_MS: '500', IMAGE_ATTEMPTS: '3' }));
    const input = newInput();
    const { request_id } = await strict.upload(catalogue([{ urls: input }]));
    const result = service.result('/never.webp', response => {
      response.writeHead(429, { 'Retry-After': '1' }).end();
    });
    await service.callBack(await service.job(input), completed(result));
    await strict.finished(request_id);
    const [product] = await strict.products(request_id);
    expect(product!.images[0]!.error).toMatchObject({
      code: 'engine_failed',
      message: 'The image service kept asking to slow down.',
    });
    expect(service.jobs(input)).toHaveLength(1);
    await strict.stop();
  });

  it('and never stops asking has failed in the end', async () => {
    const strict = await Darkroom.start(remote({ ORIGIN_PATIENCE_MS: '500' }));
    const input = newInput();
    service.on(input, () => ({ status: 503, headers: { 'Retry-After': '1' } }));
    const { request_id } = await strict.process(catalogue([{ urls: input }]));
    const [product] = await strict.products(request_id);
    expect(product!.images[0]!.error).toEqual({
      code: 'engine_failed',
      message: 'The image service kept asking to slow down.',
      http_status: null,
    });
    await strict.stop();
  });
});

describe('with more attempts', () => {
  it('a failed one is tried again as a new job, and the old one is stale', async () => {
    const patient = await Darkroom.start(remote({ IMAGE_ATTEMPTS: '3', IMAGE_ENGINE_TIMEOUT_MS: '1500' }));
    const input = newInput();
    const { request_id } = await patient.upload(catalogue([{ urls: input }]));
    const first = await service.job(input);
    await service.callBack(first, { status: 'failed', error: { code: 'busy', message: 'Later' } });
    // The second one never hears of it in time.
    const second = await service.job(input, 2);
    const third = await service.job(input, 3);
    expect(new Set([first.job_id, second.job_id, third.job_id]).size).toBe(3);
    for (const stale of [first, second]) {
      expect(await service.callBack(stale, completed('http://nowhere.test/'))).toBe(204);
    }
    await service.callBack(third, completed(service.result('/third.webp', webp)));
    expect(await patient.finished(request_id)).toMatchObject({ status: 'completed' });
    const [image] = await patient.query<{ attempts: number; crashes: number }>(
      'SELECT attempts, crashes FROM images',
    );
    expect(image).toEqual({ attempts: 3, crashes: 0 });
    await patient.stop();
  });

  it('a service that never calls back is a timeout in the end, and no crash', async () => {
    const impatient = await Darkroom.start(remote({ IMAGE_ATTEMPTS: '2', IMAGE_ENGINE_TIMEOUT_MS: '1000' }));
    const input = newInput();
    const { request_id, status } = await impatient.process(catalogue([{ urls: input }]));
    expect(status).toBe('failed');
    expect((await impatient.products(request_id))[0]!.images[0]).toMatchObject({
      attempts: 2,
      error: { code: 'timeout', message: 'The image service did not call back in time.' },
    });
    expect(await impatient.query('SELECT crashes, claim FROM images')).toEqual([{ crashes: 0, claim: 2 }]);
    expect(service.jobs(input)).toHaveLength(2);
    await impatient.stop();
  });

  it('what a service has goes on when the request is cancelled, and what nobody has does not', async () => {
    const [given, kept] = [newInput(), newInput()];
    service.on(kept, () => 500);
    const slow = await Darkroom.start(remote({ IMAGE_ATTEMPTS: '9', IMAGE_ENGINE_TIMEOUT_MS: '60000' }));
    const { request_id } = await slow.upload(catalogue([{ urls: [given, kept] }]));
    const job = await service.job(given);
    await service.job(kept, 2);
    await slow.api().post(`/api/requests/${request_id}/cancel`).expect(202);
    await until('the one that waits is cancelled', async () => {
      const { image_counts } = await slow.status(request_id);
      return image_counts.cancelled === 1;
    });
    await service.callBack(job, completed(service.result('/given.webp', webp)));
    expect(await slow.finished(request_id)).toMatchObject({
      status: 'cancelled',
      image_counts: { completed: 1, cancelled: 1 },
    });
    await slow.stop();
  });
});
