import { allSettingNames } from '../../check-settings';
import { OutboundSettings } from '../../common/outbound';
import { settingNames } from '../../common/settings';
import { ShutdownSettings } from '../../common/shutdown';
import { FetchSettings, ImageSettings } from '../../images';
import { RequestSettings } from '../../requests';

/** The settings that a run takes from the environment; all others are meant for a server. */
const OF_A_RUN = new Set([
  ...[FetchSettings, ImageSettings, OutboundSettings, ShutdownSettings].flatMap(settingNames),
  ...settingNames(RequestSettings).filter(name => name.startsWith('MAX_')),
]);

/** The owner of a run's upload: the name of its key. */
export const RUN_OWNER = 'run';

/** The settings that a run makes for itself. */
export interface RunSettings {
  dataDir: string;
  apiKey: string;
  /** Hosts written as in ALLOWED_PRIVATE_HOSTS, to which they are added. */
  privateHosts: string[];
}

/** Makes the settings of this process those of a run: on loopback, on a port and with a key that nobody else knows. */
export function useRunSettings({ dataDir, apiKey, privateHosts }: RunSettings): void {
  const { ALLOWED_PRIVATE_HOSTS = '', LOG_LEVEL } = process.env;
  for (const name of allSettingNames()) if (!OF_A_RUN.has(name)) delete process.env[name];
  Object.assign(process.env, {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    API_KEYS: `${RUN_OWNER}:${apiKey}`,
    RATE_LIMIT_PER_MINUTE: '0',
    ALLOWED_PRIVATE_HOSTS: [ALLOWED_PRIVATE_HOSTS, ...privateHosts].filter(Boolean).join(','),
    LOG_LEVEL: LOG_LEVEL || 'silent',
  });
}
