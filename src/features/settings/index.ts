export { type BusinessSettings, defaultSettings } from './defaults.ts';
export { changeSettings, getSettings, readSettings, resetSettings, type SettingsChange, type SettingsOutcome } from './settings.ts';
