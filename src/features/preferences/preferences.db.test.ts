import { afterEach, expect, test } from 'vitest';
import { customerId } from '../../../test/support/compared-estate.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDifference, auditOf, emptied } from '../../../test/support/one-difference.ts';
import { guid } from '../../../test/support/records.ts';
import { Preferences } from '../../model/preferences.ts';
import type { Context } from '../context.ts';
import { listRules } from '../reconciliation/index.ts';
import { changeSettings, getSettings, listBillingExceptions, readSchedules } from '../settings/index.ts';
import { exportPreferences, importPreferences, previewPreferences } from './index.ts';

const { db, owner } = await aDatabase();
afterEach(async () => {
  await emptied(owner.db);
  await owner.db.deleteFrom('billing_exception').execute();
  await owner.db.deleteFrom('acceptance_rule').execute();
});

const money = (amount: string) => ({ amount, currency: 'USD' });
/** The tenant of the estate's first customer. */
const contoso = async (context: Context) => {
  const { tenant_id } = await owner.db
    .selectFrom('customer')
    .select('tenant_id')
    .where('customer_id', '=', customerId(1))
    .executeTakeFirstOrThrow();
  expect(context.scope).toBeDefined();
  return { cloud: 'global' as const, tenantId: tenant_id };
};
const aFile = (customer: { cloud: 'global'; tenantId: string }): Preferences =>
  Preferences.parse({
    format: 1,
    settings: { priceTolerance: '0.10', approvalLimit: money('250'), grouping: 'customer', compared: { distributor: false, psa: true } },
    billingExceptions: [{ customer, choice: { effective: { from: 'renewal' } }, reason: 'Their contract' }],
    rules: [
      {
        name: 'Cents',
        isActive: false,
        kinds: ['price_below_cost'],
        customer,
        onlyCertain: true,
        limitEach: money('1'),
        limitTotal: money('20'),
        because: 'belowTolerance',
        reason: 'Not worth a call',
      },
    ],
    schedules: { timeZone: 'Europe/Berlin', cadences: { prices: { every: 'day', at: '03:00' } } },
  });

test('a file changes what it names and nothing else, says so before, and changes nothing a second time', async () => {
  const { context } = await aDifference(db);
  const file = aFile(await contoso(context));
  const preview = await previewPreferences(context, file);
  expect(preview.changes.map(({ part, name }) => `${part} ${name}`)).toEqual([
    'settings approvalLimit',
    'settings priceTolerance',
    'settings compared',
    'settings grouping',
    `billingExceptions global ${file.rules?.[0]?.customer?.tenantId ?? ''}`,
    'rules Cents',
    'schedules timeZone',
    'schedules prices',
  ]);
  expect(await getSettings(context)).toMatchObject({ priceTolerance: '0.02' });

  expect(await importPreferences(context, file, preview.mark)).toMatchObject({ status: 'imported' });

  expect(await getSettings(context)).toMatchObject({ priceTolerance: '0.10', staleAfterMinutes: 60, grouping: 'customer', version: 1 });
  expect(await listBillingExceptions(context)).toMatchObject([{ customerId: customerId(1), choice: { effective: { from: 'renewal' } } }]);
  expect(await listRules(context)).toMatchObject([{ name: 'Cents', isActive: false, customerId: customerId(1) }]);
  expect(await readSchedules(db)).toMatchObject({ timeZone: 'Europe/Berlin', cadences: { prices: { every: 'day', at: '03:00' } } });
  expect(await auditOf(context, 'preferences.imported')).toHaveLength(1);
  expect((await previewPreferences(context, file)).changes).toEqual([]);
});

test('what is exported is imported again without a change, also after it was written to a file', async () => {
  const { context } = await aDifference(db);
  await importPreferences(context, aFile(await contoso(context)));

  const exported = Preferences.parse(JSON.parse(JSON.stringify(await exportPreferences(context))));

  expect((await previewPreferences(context, exported)).changes).toEqual([]);
  expect(await importPreferences(context, exported)).toEqual({ status: 'imported', changes: [] });
});

test('what an account has for itself goes along under its name, and an account that is not here stops the import', async () => {
  const { context } = await aDifference(db);
  const [account] = await owner.db.selectFrom('connection').select(['connection_id', 'name']).orderBy('name').execute();
  const { name = '', connection_id = '' } = account ?? {};
  const hourly = { every: 'minutes', minutes: 60 } as const;
  const file = Preferences.parse({ format: 1, schedules: { ofConnections: { [name]: { everything: hourly } } } });
  const { changes } = await previewPreferences(context, file);
  expect(changes).toEqual([{ part: 'schedules', name: `${name} · everything`, before: null, after: hourly }]);

  await importPreferences(context, file);

  expect(await readSchedules(db)).toMatchObject({ ofConnections: { [connection_id]: { everything: hourly } }, cadences: {} });
  expect((await exportPreferences(context)).schedules).toMatchObject({ ofConnections: { [name]: { everything: hourly } } });
  expect((await previewPreferences(context, file)).changes).toEqual([]);

  const stranger = Preferences.parse({ format: 1, schedules: { ofConnections: { 'Not here': { everything: hourly } } } });
  expect(await previewPreferences(context, stranger)).toMatchObject({ unknownConnections: ['Not here'] });
  expect(await importPreferences(context, stranger)).toEqual({ status: 'unknown_connections', names: ['Not here'] });

  const back = Preferences.parse({ format: 1, schedules: { ofConnections: { [name]: { everything: null } } } });
  await importPreferences(context, back);
  expect((await exportPreferences(context)).schedules).toMatchObject({ ofConnections: {} });
});

test('an import is refused whole: when something moved since the preview, for a tenant that nobody knows, and for rules without the right', async () => {
  const { context } = await aDifference(db);
  const file = aFile(await contoso(context));
  const { mark } = await previewPreferences(context, file);
  await changeSettings(context, { staleAfterMinutes: 90, version: 0 });
  expect(await importPreferences(context, file, mark)).toMatchObject({ status: 'changed_since' });

  const stranger = { cloud: 'global' as const, tenantId: guid(77) };
  expect(await importPreferences(context, aFile(stranger))).toEqual({ status: 'unknown_customers', customers: [stranger] });

  const admin: Context = { ...context, actor: { ...context.actor, kind: 'person', permissions: ['connections:write'] } };
  expect(await importPreferences(admin, file)).toEqual({ status: 'no_right_to_rules' });
  expect(await getSettings(context)).toMatchObject({ priceTolerance: '0.02', staleAfterMinutes: 90 });
});
