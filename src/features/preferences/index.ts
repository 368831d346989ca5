export { exportPreferences } from './export.ts';
export { type ImportOutcome, importPreferences } from './import.ts';
export { type PreferencePreview, previewPreferences } from './preview.ts';
