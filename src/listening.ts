import type { AppSettings } from './app.settings';
import { isLoopbackHost } from './common/http';
import { SettingsError } from './common/settings';

const EVERYWHERE = '0.0.0.0';

/** What decides where the program may listen. */
export interface ListeningSettings extends Pick<AppSettings, 'HOST' | 'ROLE' | 'ALLOW_ANONYMOUS'> {
  hasKeys: boolean;
  publicUrl: string | null;
}

/**
 * The address to listen on.
 * @throws SettingsError where everybody could come in, or links would lead nowhere
 */
export function listeningHost({
  HOST,
  ROLE,
  ALLOW_ANONYMOUS,
  hasKeys,
  publicUrl,
}: ListeningSettings): string {
  const host = HOST ?? (hasKeys ? EVERYWHERE : '127.0.0.1');
  if (!isLoopbackHost(host) && !hasKeys && !ALLOW_ANONYMOUS) {
    throw new SettingsError(
      'HOST must be a loopback address as long as API_KEYS is not set, unless ALLOW_ANONYMOUS=true lets everybody in',
    );
  }
  if (publicUrl === null && !isLoopbackHost(host)) {
    throw new SettingsError(`PUBLIC_URL must be set when the program listens on ${host}, beyond loopback`);
  }
  if (publicUrl === null && ROLE !== 'all')
    throw new SettingsError(`PUBLIC_URL must be set when ROLE is ${ROLE}`);
  return host;
}
