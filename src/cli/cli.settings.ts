/** What `darkroom upload`, `status` and `download` talk to unless options say so. */
export function serviceDefaults(): { url: string; key: string | undefined } {
  const { DARKROOM_URL, DARKROOM_API_KEY } = process.env;
  return { url: DARKROOM_URL || 'http://127.0.0.1:3000', key: DARKROOM_API_KEY || undefined };
}

/** Settings of a server, which a run on this machine alone must not take over from the environment. */
const OF_A_SERVER =
  /^(DATABASE_URL|REDIS_URL|STORAGE|S3_\w+|ROLE|PUBLIC_URL|TRUST_PROXY|CORS_ORIGINS|ALLOW_ANONYMOUS|ADMIN_\w+|WEBHOOK_\w+|IMAGE_ENGINE\w*|RETENTION_DAYS)$/;

/** Whose the upload of a run is: the name of its key. */
export const RUN_OWNER = 'run';

/** What a run needs of its own. */
export interface RunSettings {
  dataDir: string;
  apiKey: string;
  /** As ALLOWED_PRIVATE_HOSTS, to which they are added. */
  privateHosts: string[];
}

/** Makes the settings of this process those of a run: on loopback, on a port and with a key that nobody else knows. */
export function useRunSettings({ dataDir, apiKey, privateHosts }: RunSettings): void {
  for (const name of Object.keys(process.env)) if (OF_A_SERVER.test(name)) delete process.env[name];
  const { ALLOWED_PRIVATE_HOSTS = '', LOG_LEVEL = 'silent' } = process.env;
  Object.assign(process.env, {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    API_KEYS: `${RUN_OWNER}:${apiKey}`,
    RATE_LIMIT_PER_MINUTE: '0',
    ALLOWED_PRIVATE_HOSTS: [ALLOWED_PRIVATE_HOSTS, ...privateHosts].filter(Boolean).join(','),
    LOG_LEVEL,
  });
}
