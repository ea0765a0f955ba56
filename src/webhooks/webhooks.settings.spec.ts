import { loadSettings } from '../common/settings';
import { WebhookSettings } from './webhooks.settings';

const load = (env: NodeJS.ProcessEnv) => loadSettings(WebhookSettings, env);
const SECRET = 'sixteen letters!';

describe('WEBHOOK_SECRET', () => {
  it('may be left to the embedded database', () => {
    expect(load({}).WEBHOOK_SECRET).toBeNull();
    expect(load({ WEBHOOK_SECRET: SECRET }).WEBHOOK_SECRET).toBe(SECRET);
  });

  it.each([
    ['is required with DATABASE_URL', { DATABASE_URL: 'postgres://db' }],
    ['must not be short', { WEBHOOK_SECRET: 'hunter2' }],
    ['must not be short with DATABASE_URL', { DATABASE_URL: 'postgres://db', WEBHOOK_SECRET: 'hunter2' }],
  ])('%s, and the error names it once, without its value', (_, env) => {
    expect(() => load(env)).toThrow(/^WEBHOOK_SECRET must have at least 16 characters.*$/);
    expect(() => load(env)).not.toThrow('hunter2');
  });
});

describe('WEBHOOK_RETRY_SCALE', () => {
  it.each(['0', '2', 'fast'])('cannot be %s', WEBHOOK_RETRY_SCALE => {
    expect(() => load({ WEBHOOK_RETRY_SCALE })).toThrow('WEBHOOK_RETRY_SCALE');
  });
});
