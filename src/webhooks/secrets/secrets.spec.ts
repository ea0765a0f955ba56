import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { WebhookSettings } from '../webhooks.settings';
import { MasterSecret } from './master-secret';
import { seal, unseal, UnreadableSecretError } from './sealed-secret';
import { SigningSecrets } from './signing-secrets';

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
