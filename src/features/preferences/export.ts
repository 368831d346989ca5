import type { Cloud } from '../../model/cloud.ts';
import type { PortableCustomer, PortableRule, Preferences } from '../../model/preferences.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { listRules, type RuleView } from '../reconciliation/index.ts';
import { listBillingExceptions, readSchedules, readSettings, type ScheduleSettings } from '../settings/index.ts';
import { connectionNames } from './connection-names.ts';

/** Everything that is chosen, in the form in which it is imported again: importing it at once changes nothing. */
export async function exportPreferences(context: Context): Promise<Preferences> {
  const [exceptions, rules] = [await listBillingExceptions(context), await listRules(context)];
  return inScope(context.db, everything, async (tx) => {
    const { version: _, settlingMinutes: __, ...settings } = await readSettings(tx);
    const { timeZone, blackouts, cadences, ofConnections } = await readSchedules(tx);
    const customerOf = await portable(tx, [...exceptions, ...rules]);
    return {
      format: 1,
      settings,
      billingExceptions: exceptions.map(({ customerId, product, choice, reason }) => ({
        ...forCustomer(customerOf, customerId),
        ...(product !== undefined && { product }),
        choice,
        ...(reason !== undefined && { reason }),
      })),
      rules: rules.map((rule) => toPortable(rule, customerOf)),
      schedules: { timeZone, blackouts, cadences, ofConnections: await byName(tx, ofConnections) },
    };
  });
}

/** What accounts have for themselves, by their names; of accounts that were removed, nothing. */
async function byName(tx: Tx, ofConnections: ScheduleSettings['ofConnections']): Promise<ScheduleSettings['ofConnections']> {
  const ids = await connectionNames(tx);
  return Object.fromEntries(
    [...ids].flatMap(([name, id]) => {
      const own = ofConnections[id];
      return own === undefined || Object.keys(own).length === 0 ? [] : [[name, own]];
    }),
  );
}

type CustomerOf = ReadonlyMap<string, PortableCustomer>;

const forCustomer = (customerOf: CustomerOf, customerId: string | null | undefined): { customer?: PortableCustomer } => {
  const customer = customerOf.get(customerId ?? '');
  return customer === undefined ? {} : { customer };
};

const toPortable = (rule: RuleView, customerOf: CustomerOf): PortableRule => ({
  name: rule.name,
  isActive: rule.isActive,
  kinds: [...rule.kinds],
  causes: [...rule.causes],
  ...forCustomer(customerOf, rule.customerId),
  ...(rule.product !== null && { product: rule.product }),
  onlyCertain: rule.onlyCertain,
  limitEach: rule.limitEach,
  limitTotal: rule.limitTotal,
  because: rule.because,
  reason: rule.reason,
  ...(rule.expiresOn !== null && { expiresOn: rule.expiresOn }),
});

async function portable(tx: Tx, all: readonly { readonly customerId: string | null | undefined }[]): Promise<CustomerOf> {
  const ids = [...new Set(all.flatMap(({ customerId }) => customerId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('customer').select(['customer_id', 'cloud', 'tenant_id']).where('customer_id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.customer_id, { cloud: row.cloud as Cloud, tenantId: row.tenant_id }])); // written from the same words
}
