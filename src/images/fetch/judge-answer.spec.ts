import { ImageFailureCode } from '../image-failure';
import { judgeAnswer } from './judge-answer';

const url = new URL('https://shop.example/pictures/a.jpg');
const now = Date.parse('2026-11-20T10:00:00Z');
const judge = (status: number, headers = {}) => judgeAnswer(status, headers, url, now);

describe('judgeAnswer', () => {
  it.each([200, 203])('takes %d for an image', status => {
    expect(judge(status)).toEqual({ kind: 'image' });
  });

  it.each<[number, ImageFailureCode]>([
    [201, 'http_status'],
    [202, 'http_status'],
    [204, 'empty_body'],
    [205, 'empty_body'],
    [206, 'http_status'],
    [300, 'http_status'],
    [302, 'http_status'],
    [304, 'http_status'],
    [404, 'http_status'],
    [500, 'http_status'],
  ])('takes %d for %s', (status, code) => {
    expect(judge(status)).toMatchObject({ kind: 'failure', failure: { code } });
  });

  it('keeps who answered, the status, and how long the host asks to wait', () => {
    expect(judge(429, { 'retry-after': '7' })).toMatchObject({
      failure: { origin: { host: 'shop.example:443', httpStatus: 429, retryAfterMs: 7_000 } },
    });
    expect(judge(503)).toMatchObject({ failure: { origin: { httpStatus: 503, retryAfterMs: undefined } } });
  });

  it.each([
    ['b.jpg#x', 'https://shop.example/pictures/b.jpg'],
    ['//cdn.example/b.jpg', 'https://cdn.example/b.jpg'],
    ['http://cdn.example/b.jpg', 'http://cdn.example/b.jpg'],
    [Buffer.from('/grün.jpg').toString('latin1'), 'https://shop.example/gr%C3%BCn.jpg'],
    ['/%C3%BC.jpg', 'https://shop.example/%C3%BC.jpg'],
  ])('follows %j to %s', (location, to) => {
    expect(judge(302, { location })).toMatchObject({ kind: 'redirect', to: { href: to } });
  });

  it.each([
    ['http://[', 'This is no valid URL.'],
    ['file:///etc/passwd', 'Only http and https URLs can be requested.'],
    ['//user:secret@cdn.example/b.jpg', 'A URL with a user name or password is not accepted.'],
  ])('refuses a redirect to %s, and says that it is one', (location, why) => {
    expect(judge(302, { location })).toMatchObject({
      failure: { code: 'invalid_url', message: `The server redirects to what cannot be requested: ${why}` },
    });
  });
});
