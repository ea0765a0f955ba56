import { asSigningSecret } from './secret';

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
