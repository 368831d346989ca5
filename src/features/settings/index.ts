export {
  type BillingExceptionView,
  type KeptException,
  keepBillingException,
  listBillingExceptions,
  readBillingExceptions,
  removeBillingException,
} from './billing-exceptions.ts';
export { type BusinessSettings, defaultSettings } from './defaults.ts';
export { changeFieldOwners, type OwnerSettings, readFieldOwners } from './field-owners.ts';
export { changeSchedules, readSchedules, type ScheduleChange, type ScheduleOutcome, type ScheduleSettings } from './schedules.ts';
export { readSetting, writeSetting } from './setting-row.ts';
export {
  businessSettings,
  changeSettings,
  getSettings,
  readSettings,
  resetSettings,
  type SettingsChange,
  type SettingsOutcome,
  settingsName,
} from './settings.ts';
