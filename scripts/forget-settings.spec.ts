import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Settings of a Darkroom that is in use. */
const OUTSIDE = {
  PORT: '1',
  STORAGE: 's3',
  S3_BUCKET: 'in-use',
  S3_PREFIX: 'shop',
  DATABASE_URL: 'postgres://in-use',
  REDIS_URL: 'redis://in-use',
  API_KEYS: 'shop:in-use',
  ADMIN_PASSWORD: 'in-use',
  WEBHOOK_SECRET: 'in-use',
  TRUST_PROXY: '1',
  CORS_ORIGINS: 'https://in-use',
  RETENTION_DAYS: '1',
  IMAGE_ENGINE_URL: 'http://in-use',
};

/** Those that are left to a program of this project once a module of it is loaded. */
function leftBy(module: string): string[] {
  const code = `await import('./${module}'); console.log(JSON.stringify(process.env))`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(__dirname, '..'),
    env: OUTSIDE,
    encoding: 'utf8',
  });
  return Object.keys(JSON.parse(stdout) as object);
}

describe('of the settings in a developer’s shell', () => {
  it('none reach a test, or a program that a test starts', () => {
    expect(leftBy('jest.config.js')).toEqual([]);
  });

  it('the demo takes the port', () => {
    expect(leftBy('scripts/demo/own-settings.mjs')).toEqual(['PORT']);
  });
});
