import { setTimeout as delay } from 'node:timers/promises';
import { betweenLooksMs } from './pace';
import { ServiceClient } from './service-client';

jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn(() => Promise.resolve()) }));

const json = (body: object, init?: ResponseInit) => () => Promise.resolve(Response.json(body, init));
const running = json({ completed_at: null });
const finished = json({ completed_at: '2026-01-01' });
const tooMany = (headers: Record<string, string>) => json({}, { status: 429, headers });
const away = () => Promise.reject(new TypeError('fetch failed'));

/** What is waited for, in milliseconds, when a request is followed that the service says this of, one after the other. */
async function waits(...answers: (() => Promise<Response>)[]): Promise<unknown[]> {
  const answer = jest.spyOn(globalThis, 'fetch');
  for (const next of answers) answer.mockImplementationOnce(next);
  const { signal } = new AbortController();
  await new ServiceClient({ url: 'http://service', key: undefined }, signal).follow('1', () => undefined);
  return jest.mocked(delay).mock.calls.map(([ms]) => ms);
}

describe('who waits for a request', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    jest.mocked(delay).mockClear();
  });

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
