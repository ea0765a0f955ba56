export { EntryList } from './entry-list';
export { ShutdownSettings } from './shutdown.settings';
export { AsBoolean, AsList, AsNumber, loadSettings, SettingsError } from './load.settings';
