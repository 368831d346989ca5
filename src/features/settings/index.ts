export { type BusinessSettings, defaultSettings } from './defaults.ts';
export { changeSettings, getSettings, readSettings, type SettingsChange, type SettingsOutcome } from './settings.ts';
