import { asSigningSecret } from './secret';
import { isSigned, signatureHeaders } from './signature';

describe('signatureHeaders', () => {
  /** The vector that the Standard Webhooks libraries publish in their tests. */
  it('signs the published vector', () => {
    const headers = signatureHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      new Date(1_614_265_330_000),
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs with each secret, newest first', () => {
    const [one, other] = ['whsec_AAAA', 'whsec_BBBB'] as const;
    const sign = (...secrets: string[]) =>
      signatureHeaders('id', '{}', secrets, new Date(0))['webhook-signature'];
    expect(sign(one, other)).toBe(`${sign(one)} ${sign(other)}`);
  });
});

describe('isSigned', () => {
  const secret = asSigningSecret('sixteen letters!')!;
  const other = asSigningSecret('seventeen letters')!;
  const body = '{"job_id":"ü"}';
  const now = new Date();
  const signed = signatureHeaders('id', body, [secret], now);

  it('takes the bytes that were signed, and during a rotation either secret', () => {
    expect(isSigned(Buffer.from(body), signed, secret)).toBe(true);
    expect(isSigned(Buffer.from(body), signatureHeaders('id', body, [other, secret], now), secret)).toBe(
      true,
    );
  });

  it.each([
    ['other bytes', Buffer.from('{"job_id": "ü"}'), signed],
    ['another secret', Buffer.from(body), signatureHeaders('id', body, [other], now)],
    ['another id', Buffer.from(body), { ...signed, 'webhook-id': 'other' }],
    ['no headers', Buffer.from(body), {}],
    ['headers that make no sense', Buffer.from(body), { ...signed, 'webhook-signature': 'v1' }],
    [
      'a signature of long ago',
      Buffer.from(body),
      signatureHeaders('id', body, [secret], new Date(now.getTime() - 301_000)),
    ],
    [
      'a signature of tomorrow',
      Buffer.from(body),
      signatureHeaders('id', body, [secret], new Date(now.getTime() + 320_000)),
    ],
  ])('refuses %s', (_, bytes, headers) => {
    expect(isSigned(bytes, headers, secret)).toBe(false);
  });
});
