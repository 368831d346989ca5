import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { BusinessSettings, defaultSettings } from './defaults.ts';

const name = 'business';

/** What holds now: what was set, and the defaults for the rest. */
export async function readSettings(db: Db): Promise<BusinessSettings> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row === undefined ? defaultSettings : BusinessSettings.parse(row.value);
}

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
    const settings = await lockSettings(tx);
    if (settings.version !== change.version) return { status: 'changed_since', settings };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const changed: BusinessSettings = { ...settings, ...given, version: settings.version + 1 };
    const row = { value: JSON.stringify(changed), changed_by: context.actor.name, changed_at: context.clock.now() };
    await tx.updateTable('setting').set(row).where('name', '=', name).execute();
    await record(tx, context, { action: 'settings.changed', object: 'settings', before: settings, after: changed });
    return { status: 'changed', settings: changed };
  });
}

/** Back to what is safe for everybody; tax rates are facts, no choice, and stay. */
export const resetSettings = (context: Context, version: number): Promise<SettingsOutcome> => {
  const { taxRates: _taxRates, ...safe } = defaultSettings;
  return changeSettings(context, { ...safe, version });
};

/** The row is made first, so that there is one to lock. */
async function lockSettings(tx: Tx): Promise<BusinessSettings> {
  await tx
    .insertInto('setting')
    .values({ name, value: JSON.stringify(defaultSettings), changed_by: 'Concord', changed_at: Temporal.Instant.fromEpochMilliseconds(0) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx.selectFrom('setting').select('value').where('name', '=', name).forUpdate().executeTakeFirstOrThrow();
  return BusinessSettings.parse(row.value);
}
