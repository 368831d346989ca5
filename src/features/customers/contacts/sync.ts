import { sql } from 'kysely';
import type { CustomerDirectory, Marketplace } from '../../../connectors/ports.ts';
import type { CountryRules, CustomerProfile } from '../../../model/bill-to.ts';
import type { UnitSyncer } from '../../reading.ts';
import { customersOfConnection } from '../of-connection.ts';
import { keepProfile } from './keep.ts';

/** A customer's profile with what Microsoft asks of it in its country. */
export type ReadProfile = { readonly profile: CustomerProfile; readonly rules: CountryRules | 'none' | undefined };

/** Billing profile, domains and reseller of each customer, which the list does not tell: one call for each customer, once a day or for one that changed. */
export const profileSyncer: UnitSyncer<Marketplace, ReadProfile> = {
  kind: 'profiles',
  counted: 'customers',
  // Of customers that changed only those that were never read: what changed is told by subscriptions far more often than by a profile.
  units: (tx, connectionId, only = {}) =>
    customersOfConnection(tx, connectionId, only, {
      known: sql<number>`0`,
      whenChanged: sql<boolean>`not exists (select from customer_profile profile
        where profile.customer_id = customer.customer_id and profile.connection_id = ${connectionId}::uuid)`,
    }),
  read: async (remote, unit, signal) => {
    const read = await readProfile(remote, unit.remoteId, signal);
    return { items: read === undefined ? [] : [read], quarantined: [], cursor: undefined, total: undefined };
  },
  keep: async (tx, reading, unit, items) => {
    const kept = { created: 0, updated: 0, unchanged: 0, refused: [] };
    for (const item of items) kept[await keepProfile(tx, reading, { customerId: unit.id, cause: 'sync', ...item })] += 1;
    return kept;
  },
  // A profile goes with its customer.
  retire: () => Promise.resolve(0),
};

/** Undefined when the customer is none of this account any more, or the account only lists. */
export async function readProfile(remote: Marketplace, tenantId: string, signal?: AbortSignal): Promise<ReadProfile | undefined> {
  const { directory } = remote;
  const profile = await directory?.profile(tenantId, signal);
  if (directory === undefined || profile === undefined) return undefined;
  return { profile, rules: await rulesIn(directory, profile.billTo.country, signal) };
}

/** What Microsoft asks of addresses in a country; 'none' where it knows no such country, undefined where none is named. */
export const rulesIn = async (
  directory: Pick<CustomerDirectory, 'countryRules'>,
  country: string,
  signal?: AbortSignal,
): Promise<CountryRules | 'none' | undefined> => (country === '' ? undefined : ((await directory.countryRules(country, signal)) ?? 'none'));
