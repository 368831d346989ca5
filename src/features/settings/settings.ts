import type { Db } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { BusinessSettings, defaultSettings } from './defaults.ts';
import { lockSetting, readSetting, writeSetting } from './setting-row.ts';

/** Under which name the settings are kept. */
export const settingsName = 'business';

/** What holds now: what was set, and the defaults for the rest. */
export const readSettings = async (db: Db): Promise<BusinessSettings> => businessSettings(await readSetting(db, settingsName));

/** What is kept as the value of `settingsName`, with what is usual where nothing is kept. */
export const businessSettings = (kept: unknown): BusinessSettings => BusinessSettings.parse(kept ?? {});

export const getSettings = (context: Context): Promise<BusinessSettings> => inScope(context.db, everything, readSettings);

export type SettingsChange = { readonly [Name in keyof BusinessSettings]?: BusinessSettings[Name] | undefined } & {
  readonly version: number;
};

export type SettingsOutcome =
  | { readonly status: 'changed'; readonly settings: BusinessSettings }
  /** Somebody else changed them since; what holds now is shown. */
  | { readonly status: 'changed_since'; readonly settings: BusinessSettings };

/** Changes what is named, if nobody changed anything since the version that was seen. */
export function changeSettings(context: Context, change: SettingsChange): Promise<SettingsOutcome> {
  return inScope(context.db, everything, async (tx): Promise<SettingsOutcome> => {
    const settings = BusinessSettings.parse(await lockSetting(tx, settingsName));
    if (settings.version !== change.version) return { status: 'changed_since', settings };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const changed: BusinessSettings = { ...settings, ...given, version: settings.version + 1 };
    await writeSetting(tx, context, settingsName, changed);
    await record(tx, context, { action: 'settings.changed', object: 'settings', before: settings, after: changed });
    return { status: 'changed', settings: changed };
  });
}

/** Back to what is safe for everybody; tax rates are facts, no choice, and stay. */
export const resetSettings = (context: Context, version: number): Promise<SettingsOutcome> => {
  const { taxRates: _taxRates, ...safe } = defaultSettings;
  return changeSettings(context, { ...safe, version });
};
