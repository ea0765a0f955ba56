import { isSigned, signatureHeaders } from '../../webhooks';
import { asSigningSecret } from './signing-secret';

describe('asSigningSecret', () => {
  it.each([
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['sixteen letters!', 'whsec_c2l4dGVlbiBsZXR0ZXJzIQ=='],
    ['hunter2', null],
    ['whsec_', null],
    ['whsec_c2hvcnQ=', null],
    ['whsec_sixteen letters!', null],
  ])('%s is %s', (setting, secret) => {
    expect(asSigningSecret(setting)).toBe(secret);
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
