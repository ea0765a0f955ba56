export { AsBoolean, AsList, AsNumber, loadSettings, SettingsError } from './load.settings';
