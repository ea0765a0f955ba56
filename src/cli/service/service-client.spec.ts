import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { betweenLooksMs } from './pace';
import { ServiceClient } from './service-client';

jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn(() => Promise.resolve()) }));

const json = (body: object, init?: ResponseInit) => () => Promise.resolve(Response.json(body, init));
const running = json({ completed_at: null });
const finished = json({ completed_at: '2026-01-01' });
const tooMany = (headers: Record<string, string>) => json({}, { status: 429, headers });
const away = () => Promise.reject(new TypeError('fetch failed'));

function clientOf(...answers: (() => Promise<Response>)[]): ServiceClient {
  const answer = jest.spyOn(globalThis, 'fetch');
  for (const next of answers) answer.mockImplementationOnce(next);
  return new ServiceClient({ url: 'http://service', key: undefined }, new AbortController().signal);
}

const waited = () => jest.mocked(delay).mock.calls.map(([ms]) => ms);

/** The waits, in milliseconds, while a request is followed whose status the service reports in this order. */
async function waits(...answers: (() => Promise<Response>)[]): Promise<unknown[]> {
  await clientOf(...answers).follow('1', () => undefined);
  return waited();
}

afterEach(() => {
  jest.restoreAllMocks();
  jest.mocked(delay).mockClear();
});

describe('who waits for a request', () => {
  it('looks less and less often', async () => {
    expect(await waits(running, running, running, finished)).toEqual([0, 1, 2].map(betweenLooksMs));
  });

  it('waits as long as the service asks for, and then goes on as before', async () => {
    expect(await waits(running, tooMany({ 'retry-after': '41' }), running, finished)).toEqual([
      betweenLooksMs(0),
      41_000,
      betweenLooksMs(1),
    ]);
  });

  it('waits a while where the service says nothing of it, or is away', async () => {
    expect(await waits(tooMany({}), away, finished)).toEqual([5_000, 5_000]);
  });
});

describe('who asks whether a service can be reached', () => {
  it.each([
    ['nobody answers', away, 'http://service cannot be reached: fetch failed'],
    ['the key is wrong', json({ detail: 'Unknown API key' }, { status: 401 }), 'Unknown API key'],
    ['it is another', json({}, { status: 404 }), 'The service answered 404.'],
  ])('hears at once that %s', async (_, answer, message) => {
    await expect(clientOf(answer).reach()).rejects.toThrow(message);
    expect(waited()).toEqual([]);
  });

  it('waits for one that is there and has no time', async () => {
    await clientOf(tooMany({ 'retry-after': '3' }), json({ requests: [] })).reach();
    expect(waited()).toEqual([3_000]);
  });
});

describe('an upload', () => {
  const CSV = join(__dirname, '..', '..', 'csv', 'fixtures', 'utf-8.csv');
  const unavailable = json({ detail: 'A server is away' }, { status: 503, headers: { 'retry-after': '5' } });
  const accepted = json({ request_id: '7' }, { status: 202 });
  const refused = json({ detail: 'The file has problems' }, { status: 422 });

  /** @returns the result, and the key and the form of each call */
  async function uploaded(...answers: (() => Promise<Response>)[]) {
    const calls: [key: string | undefined, form: string][] = [];
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
      const { headers, body } = init as { headers: Record<string, string>; body: ReadableStream };
      calls.push([headers['idempotency-key'], await text(body)]);
      return answers[calls.length - 1]!();
    });
    const client = new ServiceClient({ url: 'http://service', key: undefined }, new AbortController().signal);
    const result = await client
      .upload(CSV, {}, 'a-key')
      .then(({ request_id }) => request_id)
      .catch((error: Error) => error.message);
    return { result, calls };
  }

  it('is sent again, whole and with the same key, until the service can take it', async () => {
    const { result, calls } = await uploaded(unavailable, away, accepted);
    expect(result).toBe('7');
    expect(waited()).toEqual([5_000, 5_000]);
    expect(calls.map(([key]) => key)).toEqual(['a-key', 'a-key', 'a-key']);
    const content = await readFile(CSV, 'utf8');
    expect(calls.filter(([, form]) => form.includes(content))).toHaveLength(3);
  });

  it('that is still being checked from the time before is sent again', async () => {
    const inFlight = json({ code: 'idempotency_key_in_use' }, { status: 409 });
    expect(await uploaded(away, inFlight, accepted)).toMatchObject({ result: '7' });
  });

  it('that is refused is not sent again', async () => {
    expect(await uploaded(refused)).toMatchObject({ result: 'The file has problems' });
  });
});
