import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import type { PortableCustomer, Preferences } from '../../model/preferences.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { connectionNames } from './connection-names.ts';
import { exportPreferences } from './export.ts';

export type Part = 'settings' | 'billingExceptions' | 'rules' | 'schedules';

/** One thing that an import changes: a setting, an exception, a rule, a schedule. `before` is null where there was none. */
export type PreferenceChange = { readonly part: Part; readonly name: string; readonly before: unknown; readonly after: unknown };

export type PreferencePreview = {
  readonly changes: readonly PreferenceChange[];
  /** Customers that the file names and that are not here: their lines cannot be imported. */
  readonly unknownCustomers: readonly PortableCustomer[];
  /** Connections that the file names and that are not here: their schedules cannot be imported. */
  readonly unknownConnections: readonly string[];
  /** Of what stands now: an import that brings it back is refused when something moved since. */
  readonly mark: string;
};

export const keyOfCustomer = ({ cloud, tenantId }: PortableCustomer): string => `${cloud} ${tenantId.toLowerCase()}`;

/** What a file would change here, before anything is; the same file after its import changes nothing. */
export async function previewPreferences(context: Context, file: Preferences): Promise<PreferencePreview> {
  const now = await exportPreferences(context);
  const known = await knownCustomers(context, file);
  const named = customersIn(file);
  const accounts = await inScope(context.db, everything, connectionNames);
  return {
    changes: differing(now, file),
    unknownCustomers: [...new Map(named.map((each) => [keyOfCustomer(each), each])).values()].filter(
      (each) => !known.has(keyOfCustomer(each)),
    ),
    unknownConnections: Object.keys(file.schedules?.ofConnections ?? {}).filter((name) => !accounts.has(name)),
    mark: createHash('sha256').update(canonicalJson(now)).digest('hex'),
  };
}

const customersIn = ({ billingExceptions = [], rules = [] }: Preferences): PortableCustomer[] =>
  [...billingExceptions, ...rules].flatMap(({ customer }) => customer ?? []);

/** Our ids of the customers that a file names, by cloud and tenant. */
export async function knownCustomers(context: Context, file: Preferences): Promise<ReadonlyMap<string, string>> {
  const tenants = [...new Set(customersIn(file).map(({ tenantId }) => tenantId.toLowerCase()))];
  if (tenants.length === 0) return new Map();
  const rows = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('customer').select(['customer_id', 'cloud', 'tenant_id']).where('tenant_id', 'in', tenants).execute(),
  );
  return new Map(rows.map((row) => [`${row.cloud} ${row.tenant_id.toLowerCase()}`, row.customer_id]));
}

/** Pure. */
export function differing(now: Preferences, file: Preferences): PreferenceChange[] {
  return partsOf(file).flatMap(([part, wanted]) => {
    const held = new Map(partsOf(now).find(([name]) => name === part)?.[1]);
    return wanted.flatMap(([name, after]): PreferenceChange[] => {
      const before = held.get(name) ?? null;
      return canonicalJson(before) === canonicalJson(after) ? [] : [{ part, name, before, after }];
    });
  });
}

type Named = readonly (readonly [string, unknown])[];

/** A file as parts of named things: what has the same name is the same thing. */
function partsOf({ settings = {}, billingExceptions = [], rules = [], schedules }: Preferences): readonly (readonly [Part, Named])[] {
  const { cadences = {}, ofConnections = {}, ...others } = schedules ?? {};
  const own = Object.entries(ofConnections).flatMap(([account, chosen]) =>
    given(chosen).map(([name, cadence]) => [ownSchedule(account, name), cadence] as const),
  );
  return [
    ['settings', given(settings)],
    [
      'billingExceptions',
      billingExceptions.map((each) => {
        const { customer, product } = each;
        return [
          [customer && keyOfCustomer(customer), product && `${product.productId} ${product.skuId}`].filter(Boolean).join(' · '),
          each,
        ];
      }),
    ],
    ['rules', rules.map((rule) => [rule.name, rule])],
    ['schedules', [...given(others), ...given(cadences), ...own]],
  ];
}

const given = (fields: object): Named => Object.entries(fields).filter(([, value]) => value !== undefined);

/** How a schedule that an account has for itself is called among the changes. */
export const ownSchedule = (account: string, name: string): string => `${account} · ${name}`;
