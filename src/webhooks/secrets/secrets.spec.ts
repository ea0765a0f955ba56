import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { WebhookSettings } from '../webhooks.settings';
import { MasterSecret } from './master-secret';
import { seal, unseal, UnreadableSecretError } from './sealed-secret';
import { signatureHeaders } from './signature';
import { SigningSecrets } from './signing-secrets';

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

describe('seal', () => {
  const key = randomBytes(32);

  it('gives back what was sealed, and looks different each time', () => {
    const [one, other] = [seal('whsec_ü', key, 'row'), seal('whsec_ü', key, 'row')];
    expect(unseal(one, key, 'row')).toBe('whsec_ü');
    expect(other).not.toBe(one);
  });

  it.each([
    ['another key', (sealed: string) => unseal(sealed, randomBytes(32), 'row')],
    ['another row', (sealed: string) => unseal(sealed, key, 'other')],
    ['changed bytes', (sealed: string) => unseal(`${sealed.slice(0, -8)}AAAAAAA=`, key, 'row')],
    ['no bytes', () => unseal('', key, 'row')],
  ])('does not open with %s', (_, open) => {
    expect(() => open(seal('whsec_secret', key, 'row'))).toThrow(UnreadableSecretError);
  });
});

describe('SigningSecrets', () => {
  const secrets = (WEBHOOK_SECRET: string) => {
    const settings = Object.assign(new WebhookSettings(), { WEBHOOK_SECRET });
    // Strict: with a configured secret the database is never asked.
    return new SigningSecrets(new MasterSecret(settings, {} as DataSource));
  };

  it('gives each owner a secret of their own, always the same', async () => {
    const a = await secrets('master').ofOwner('a');
    expect(a).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await secrets('master').ofOwner('a')).toBe(a);
    expect(await secrets('master').ofOwner('b')).not.toBe(a);
    expect(await secrets('other').ofOwner('a')).not.toBe(a);
  });

  it('opens a stored secret only with the master secret that it was stored with', async () => {
    const { secret, sealed } = await secrets('master').create('id');
    expect(sealed).not.toContain(secret);
    expect(await secrets('master').open(sealed, 'id')).toBe(secret);
    await expect(secrets('other').open(sealed, 'id')).rejects.toThrow(UnreadableSecretError);
  });
});
