export { EntryList } from './entry-list';
export { AsBoolean, AsNumber, loadSettings, settingNames, SettingsError } from './load.settings';
