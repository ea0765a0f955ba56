import { toServiceError } from './service.error';

const answer = (status: number, headers: Record<string, string>, body: object | string = '') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

describe('an answer that is an error', () => {
  it.each([
    ['17', 17_000],
    ['0', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['99999999999', undefined],
  ])('with Retry-After %s asks to wait %s ms', async (header, ms) => {
    const error = await toServiceError(answer(429, { 'retry-after': header }, { detail: 'Too many.' }));
    expect(error).toMatchObject({ message: 'Too many.', isPassing: true, problem: { status: 429 } });
    expect(error.problem?.retryAfterMs).toBe(ms);
  });

  it('has words also where the service has none', async () => {
    expect(await toServiceError(answer(502, {}, '<html>'))).toMatchObject({
      message: 'The service answered 502.',
    });
  });
});
