export { EntryList } from './entry-list';
export { HttpUrl } from './http-url';
export { AsBoolean, AsNumber, loadSettings, settingNames, SettingsError } from './load.settings';
export { ServerUrl } from './server-url';
