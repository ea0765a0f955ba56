export { EntryList } from './entry-list';
export { AsBoolean, AsNumber, loadSettings, SettingsError } from './load.settings';
