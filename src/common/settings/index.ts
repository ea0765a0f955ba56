export { EntryList } from './entry-list';
export { AsBoolean, AsList, AsNumber, loadSettings, SettingsError } from './load.settings';
