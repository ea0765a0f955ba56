import { allSettingNames } from '../../check-settings';
import { useRunSettings } from './run.settings';

describe('the settings of a run', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  const use = (privateHosts: string[] = []) =>
    useRunSettings({ dataDir: '/results/.darkroom', apiKey: 'a-key-of-its-own', privateHosts });

  it('are what the environment says of images and limits, and nothing that it says of a server', () => {
    const names = allSettingNames();
    for (const name of names) process.env[name] = 'outside';
    use();
    const taken = names.filter(name => process.env[name]?.includes('outside'));
    expect(taken).toEqual(
      expect.arrayContaining([
        ...['LOG_LEVEL', 'MAX_CSV_BYTES', 'MAX_IMAGE_BYTES', 'COMPRESS_CONCURRENCY', 'IMAGE_ATTEMPTS'],
        ...['ALLOWED_PRIVATE_HOSTS', 'ALLOWED_PORTS', 'DOWNLOAD_TIMEOUT_MS', 'SHUTDOWN_GRACE_MS'],
      ]),
    );
    for (const name of [
      ...[
        'DATABASE_URL',
        'REDIS_URL',
        'STORAGE',
        'S3_BUCKET',
        'DATA_DIR',
        'PORT',
        'HOST',
        'ROLE',
        'API_KEYS',
      ],
      ...['PUBLIC_URL', 'RETENTION_DAYS', 'IMAGE_ENGINE', 'WEBHOOK_SECRET', 'RATE_LIMIT_PER_MINUTE'],
      ...['OTEL_EXPORTER_OTLP_ENDPOINT', 'SAMPLE_ORIGIN'],
    ]) {
      expect(taken).not.toContain(name);
    }
  });

  it('add the hosts of the command line to those of the environment, and say nothing unless told to', () => {
    process.env.ALLOWED_PRIVATE_HOSTS = 'shop.internal';
    process.env.LOG_LEVEL = '';
    use(['10.0.0.0/8']);
    expect(process.env).toMatchObject({
      ALLOWED_PRIVATE_HOSTS: 'shop.internal,10.0.0.0/8',
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      DATA_DIR: '/results/.darkroom',
    });
  });
});
