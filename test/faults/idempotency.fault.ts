/**
 * Switched off to see it fail: the lock of the key (the uploads at once and in flight fail), the comparison of the
 * fingerprint (every other upload fails), the look for the earlier answer (the same upload, its deletion), the
 * order of the fields in the fingerprint (the same upload).
 */
import { Client as Postgres } from 'pg';
import { catalogue } from '../factories/catalogue';
import { Client } from '../support/client';
import { type Answer, Controls, type KeyedUpload, statuses } from '../support/controls';
import { Installation } from '../support/installation';
import type { ServiceProcess } from '../support/service-process';
import { until } from '../support/until';

let installation: Installation;
let api: ServiceProcess;
let controls: Controls;

beforeAll(async () => {
  // Nothing of this is the workers' business.
  installation = await Installation.start();
  api = await installation.run('api');
  controls = new Controls(new Client(api.url));
});
afterAll(() => installation.remove());

const file = (...names: string[]) =>
  catalogue(names.map(name => ({ name, urls: ['http://127.0.0.1:9/picture.jpg'] })));

/** How many requests and stored files there are in all. */
async function taken() {
  const [count] = await installation.query<{ requests: number; keys: number }>(
    `SELECT (SELECT count(*)::int FROM requests) AS requests, (SELECT count(*)::int FROM idempotency_keys) AS keys`,
  );
  return { ...count!, files: (await installation.files('files/sources')).length };
}

/** What `work` adds to what is taken. */
async function added(work: () => Promise<unknown>) {
  const before = await taken();
  await work();
  const after = await taken();
  return {
    requests: after.requests - before.requests,
    keys: after.keys - before.keys,
    files: after.files - before.files,
  };
}

const ONE = { requests: 1, keys: 1, files: 1 };
const NONE = { requests: 0, keys: 0, files: 0 };

describe('the same key', () => {
  const upload: KeyedUpload = {
    csv: file('Schuhe “rot”', 'Hüte'),
    key: 'the same key',
    fields: { quality: '60', max_width: '800', max_height: '600', format: 'webp' },
  };
  let first: Answer;

  it('with the same upload gets the same answer, byte for byte, and no second request', async () => {
    expect(await added(async () => (first = await controls.upload(upload)))).toEqual(ONE);
    expect(first.status).toBe(202);
    const reordered = { format: 'webp', max_height: '600', webhook_url: '', max_width: '800', quality: '60' };
    const again = await added(async () => {
      expect(await controls.upload(upload)).toMatchObject({ status: 202, text: first.text });
      expect(await controls.upload({ ...upload, fields: reordered })).toMatchObject({
        status: 202,
        text: first.text,
      });
    });
    expect(again).toEqual(NONE);
  });

  it.each<[string, Partial<KeyedUpload>]>([
    ['another file', { csv: file('Schuhe “rot”', 'Hute') }],
    ['another file name', { filename: 'other.csv' }],
    ['another field', { fields: { ...upload.fields, quality: '61' } }],
    ['a field less', { fields: { quality: '60', max_width: '800', max_height: '600' } }],
    ['a field more', { fields: { ...upload.fields, on_invalid: 'skip' } }],
  ])('with %s is refused', async (_, other) => {
    const count = await added(async () => {
      const answer = await controls.upload({ ...upload, ...other });
      expect(answer).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    });
    expect(count).toEqual(NONE);
  });

  it('still gets its answer when the request has been deleted, and stands for nothing of another owner', async () => {
    const { request_id: id } = first.body as { request_id: string };
    await installation.query(`UPDATE idempotency_keys SET owner = 'somebody else' WHERE key = $1`, [
      upload.key,
    ]);
    const mine = await controls.upload(upload);
    expect(mine.status).toBe(202);
    expect(mine.body.request_id).not.toBe(id);
    await installation.query(`UPDATE requests SET completed_at = now() WHERE id = $1`, [
      mine.body.request_id,
    ]);
    expect(await controls.delete(mine.body.request_id as string)).toMatchObject({ status: 204 });
    expect(await controls.upload(upload)).toMatchObject({ status: 202, text: mine.text });
  });

  it('is free again after a day', async () => {
    await installation.query(
      `UPDATE idempotency_keys SET expires_at = now() - interval '1 s' WHERE key = $1`,
      [upload.key],
    );
    const count = await added(async () => {
      expect((await controls.upload({ ...upload, csv: file('another one') })).status).toBe(202);
    });
    // The other owner's key has run out too.
    expect(count).toEqual({ requests: 1, keys: -1, files: 1 });
  });
});

it('a key is kept for a day', async () => {
  await controls.upload({ csv: file('a'), key: 'kept' });
  const [row] = await installation.query<{ hours: number }>(
    `SELECT extract(epoch FROM expires_at - now())::float / 3600 AS hours FROM idempotency_keys WHERE key = 'kept'`,
  );
  expect(row!.hours).toBeCloseTo(24, 1);
});

it('what was rejected is not kept: the key works for the corrected file', async () => {
  const key = 'corrected';
  const rejections = await added(async () => {
    expect(await controls.upload({ csv: file('a', ''), key })).toMatchObject({
      status: 422,
      code: 'invalid_catalogue',
    });
    expect(await controls.upload({ csv: file('a'), key, fields: { quality: '0' } })).toMatchObject({
      status: 400,
    });
    expect(await controls.upload({ csv: '', key })).toMatchObject({ status: 400 });
    expect(
      await controls.upload({ csv: file('a'), key, fields: { webhook_url: 'http://10.0.0.1/' } }),
    ).toMatchObject({
      status: 400,
    });
    const dryRun = await controls.upload({ csv: file('a'), key, fields: { validate_only: 'true' } });
    expect(dryRun).toMatchObject({ status: 200, body: { valid: true } });
  });
  expect(rejections).toEqual(NONE);
  expect(await added(() => controls.upload({ csv: file('a', 'b'), key }))).toEqual(ONE);
});

it('a key may have 255 characters and no more; an empty one is none', async () => {
  const tooLong = await added(async () => {
    const answer = await controls.upload({ csv: file('a'), key: 'k'.repeat(256) });
    expect(answer).toMatchObject({ status: 400, code: 'invalid_parameter' });
  });
  expect(tooLong).toEqual(NONE);
  const longest = { csv: file('a'), key: 'k'.repeat(255) };
  expect(await added(() => Promise.all([controls.upload(longest)]))).toEqual(ONE);
  const empty = await added(async () => {
    const answers = [
      await controls.upload({ csv: file('a'), key: '' }),
      await controls.upload({ csv: file('b'), key: '' }),
    ];
    expect(statuses(answers)).toEqual([202, 202]);
  });
  expect(empty).toEqual({ requests: 2, keys: 0, files: 2 });
});

it('of many that come at once with one key one is taken, and every other gets its answer or a 409', async () => {
  for (const round of [1, 2, 3]) {
    const count = await added(async () => {
      const upload = { csv: file('at once'), key: `at once ${round}` };
      const answers = await Promise.all(Array.from({ length: 12 }, () => controls.upload(upload)));
      const accepted = answers.filter(({ status }) => status === 202);
      expect(accepted.length).toBeGreaterThan(0);
      expect(new Set(accepted.map(({ text }) => text)).size).toBe(1);
      for (const answer of answers.filter(({ status }) => status !== 202)) {
        expect(answer).toMatchObject({ status: 409, code: 'idempotency_key_in_use' });
      }
    });
    expect(count).toEqual(ONE);
  }
});

/** Holds uploads up just before their request is written, for as long as `work` runs. */
async function heldUp<T>(work: () => Promise<T>): Promise<T> {
  const session = new Postgres({ connectionString: installation.postgres.url });
  await session.connect();
  await session.query('BEGIN; LOCK TABLE requests IN EXCLUSIVE MODE');
  try {
    return await work();
  } finally {
    await session.query('ROLLBACK');
    await session.end();
  }
}

const isWriting = () =>
  until('the upload is about to be written', async () => {
    const waiting = await installation.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "requests"%'`,
    );
    return waiting.length > 0;
  });

it('while the first upload is in flight the key answers 409, another key does not wait', async () => {
  const upload = { csv: file('in flight'), key: 'in flight' };
  const count = await added(async () => {
    const first = await heldUp(async () => {
      const inFlight = controls.upload(upload);
      await isWriting();
      expect(await controls.upload(upload)).toMatchObject({ status: 409, code: 'idempotency_key_in_use' });
      expect(await controls.upload({ ...upload, csv: file('other') })).toMatchObject({ status: 409 });
      expect(await controls.upload({ csv: file(''), key: 'other' })).toMatchObject({ status: 422 });
      return { inFlight };
    }).then(({ inFlight }) => inFlight);
    expect(first.status).toBe(202);
    expect(await controls.upload(upload)).toMatchObject({ status: 202, text: first.text });
  });
  expect(count).toEqual(ONE);
});

it('a process that dies with an upload in flight leaves the key free and no request behind', async () => {
  const upload = { csv: file('dies'), key: 'dies' };
  const before = await taken();
  await heldUp(async () => {
    const inFlight = controls.upload(upload).catch(() => 'cut off');
    await isWriting();
    await api.kill();
    expect(await inFlight).toBe('cut off');
  });
  const next = new Controls(new Client((await installation.run('api')).url));
  // Postgres may take a moment to notice that the other one is gone.
  const answer = await until('the key is free', async () => {
    const answer = await next.upload(upload);
    return answer.status === 202 && answer;
  });
  expect(await next.upload(upload)).toMatchObject({ status: 202, text: answer.text });
  const { requests, keys } = await taken();
  expect({ requests, keys }).toEqual({ requests: before.requests + 1, keys: before.keys + 1 });
});
