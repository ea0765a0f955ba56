import { AppSettings } from './app.settings';
import { AdminSettings } from './common/admin';
import { ApiKeySettings } from './common/auth';
import { HttpSettings } from './common/http';
import { OutboundSettings } from './common/outbound';
import { RateLimitSettings } from './common/rate-limit';
import { SampleSettings } from './common/sample';
import { loadSettings, settingNames, SettingsError } from './common/settings';
import { ShutdownSettings } from './common/shutdown';
import { TracingSettings } from './common/tracing';
import { EngineSettings, FetchSettings, ImageSettings } from './images';
import { RequestSettings } from './requests';
import { StorageSettings } from './storage';
import { WebhookSettings } from './webhooks';

const ALL = [
  AppSettings,
  AdminSettings,
  ApiKeySettings,
  HttpSettings,
  OutboundSettings,
  RateLimitSettings,
  SampleSettings,
  ShutdownSettings,
  TracingSettings,
  EngineSettings,
  FetchSettings,
  ImageSettings,
  RequestSettings,
  StorageSettings,
  WebhookSettings,
];

/** The variables of every feature. */
export function allSettingNames(): string[] {
  return [...new Set(ALL.flatMap(settings => settingNames(settings)))];
}

/** Reads the settings of every feature before anything is started. @throws SettingsError naming all that is wrong */
export function checkSettings(env?: NodeJS.ProcessEnv): void {
  const problems = ALL.flatMap(settings => {
    try {
      loadSettings<object>(settings, env);
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return [error.message];
      throw error;
    }
  });
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
}
