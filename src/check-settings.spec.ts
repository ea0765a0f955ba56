import { checkSettings } from './check-settings';
import { SettingsError } from './common/settings';

describe('checkSettings', () => {
  it('takes an empty environment', () => expect(() => checkSettings({})).not.toThrow());

  it('wants a login for operators to be whole', () => {
    for (const [half, missing] of [
      [{ ADMIN_USER: 'op' }, 'ADMIN_PASSWORD'],
      [{ ADMIN_PASSWORD: 'a good password' }, 'ADMIN_USER'],
    ] as const) {
      expect(() => checkSettings(half)).toThrow(`${missing} must`);
    }
  });

  it.each([
    ['ALLOW_ANONYMOUS', 'yes', 'must be true or false'],
    ['RETENTION_DAYS', 'a week', 'must be a number'],
    ['WEBHOOK_RETRY_SCALE', 'fast', 'must be a number'],
  ])('says of %s=%s plainly what it should be', (name, value, rule) =>
    expect(() => checkSettings({ [name]: value })).toThrow(new SettingsError(`${name} ${rule}`)),
  );

  it('names every variable that is wrong, in one sentence each, and shows no value', () => {
    const wrong = { PORT: 'abc', IMAGE_ATTEMPTS: '0', ROLE: 's3cret', ALLOWED_PRIVATE_HOSTS: 'foo//bar' };
    let message = '';
    try {
      checkSettings(wrong);
    } catch (error) {
      message = (error as Error).message;
    }
    const lines = message.split('\n');
    expect(lines).toHaveLength(4);
    for (const name of Object.keys(wrong)) expect(lines.filter(line => line.includes(name))).toHaveLength(1);
    for (const value of ['abc', 's3cret', 'foo//bar']) expect(message).not.toContain(value);
  });
});
