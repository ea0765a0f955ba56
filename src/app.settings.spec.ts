import { AppSettings } from './app.settings';
import { loadSettings } from './common/settings';

const load = (env: Record<string, string>) => loadSettings(AppSettings, env);

describe('the URLs of Postgres and Redis', () => {
  it.each([
    'postgres://darkroom:secret@postgres:5432/darkroom',
    'postgresql://db.example/darkroom?sslmode=require',
    'postgres://darkroom:p%40ss%2Fw%25rd@[::1]/darkroom',
    'postgres://darkroom:p@ss:word@postgres/darkroom',
    'postgres://db.example/darkroom?user=shop@example',
    'postgres://darkroom:secret@/darkroom?host=/var/run/postgresql',
    'postgres://%2Fvar%2Frun%2Fpostgresql/darkroom',
  ])('DATABASE_URL may be %s', url => expect(load({ DATABASE_URL: url }).DATABASE_URL).toBe(url));

  it.each([
    'redis://redis',
    'redis://:secret@redis:6379',
    'rediss://darkroom:p%23ss@redis.example:6380/2',
    'redis://[::1]:6379?family=6',
  ])('REDIS_URL may be %s', url => expect(load({ REDIS_URL: url }).REDIS_URL).toBe(url));

  const passwords = ['/', '?', '#', '%'].flatMap(mark =>
    ['', 'abc', '12'].map(start => `${start}${mark}xyz`),
  );
  it.each(passwords)('a password %s that is not percent-encoded is named without being shown', password => {
    const urls = {
      DATABASE_URL: `postgres://darkroom:${password}@postgres:5432/darkroom`,
      REDIS_URL: `redis://:${password}@redis:6379`,
    };
    for (const [name, url] of Object.entries(urls)) {
      const message = messageOf(() => load({ [name]: url }));
      expect(message).toMatch(new RegExp(`^${name} cannot be read as a URL: percent-encode `));
      expect(message).not.toContain('xyz');
    }
  });

  it('begin as such URLs do', () => {
    expect(messageOf(() => load({ DATABASE_URL: 'mysql://db', REDIS_URL: 'redis.example:6379' }))).toBe(
      'DATABASE_URL must begin with postgres:// or postgresql://\n' +
        'REDIS_URL must begin with redis:// or rediss://',
    );
  });
});

function messageOf(step: () => unknown): string {
  try {
    step();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
