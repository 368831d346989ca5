import { Seeded } from '../../src/lib/seeded.ts';
import type { PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** A partner as other partners see him. `id` = tenant. */
export type Reseller = {
  readonly id: string;
  readonly name: string;
  readonly mpnId: string;
  readonly country: string;
  readonly agreementSigned: boolean;
};

/**
 * Partners that the world knows only by their MPN id (an indirect reseller behind a provider): their tenant follows from that id,
 * so that every answer names the same one.
 */
const tenantOfMpn = (mpnId: string): string => new Seeded(`mpn/${mpnId}`).uuid();

/** Who has an MPN id: an account of this world, a reseller that was made here, or one of whom only the id is known. */
export function resellerOf(world: World, mpnId: string): Reseller {
  const account = world.tables.partnerAccounts.all().find((row) => row.mpnId === mpnId);
  if (account !== undefined) return fromAccount(account);
  const company = world.tables.partnerCompanies.by('mpnId', mpnId).find((row) => row.removedAt === undefined);
  return company ?? { id: tenantOfMpn(mpnId), name: `Reseller ${mpnId}`, mpnId, country: 'US', agreementSigned: true };
}

const fromAccount = (row: PartnerAccount): Reseller => ({
  id: row.tenantId,
  name: row.name,
  mpnId: row.mpnId,
  country: row.country,
  agreementSigned: true,
});

/** The resellers of an indirect provider: those to whom its customers are tied, and those it made itself. */
export function resellersOf(world: World, accountId: string): Reseller[] {
  const ids = world.tables.relationships.by('accountId', accountId).map((row) => row.resellerMpnId);
  const tied = [...new Set(ids)].filter((id) => id !== undefined).map((id) => resellerOf(world, id));
  const madeHere = world.tables.partnerCompanies.by('accountId', accountId).filter((row) => row.removedAt === undefined);
  return [...tied, ...madeHere.filter((row) => !tied.some((one) => one.id === row.id))];
}

export const resellerByTenant = (world: World, account: PartnerAccount, tenantId: string): Reseller | undefined =>
  resellersOf(world, account.id).find((one) => one.id.toLowerCase() === tenantId.toLowerCase());

/** The providers through which an indirect reseller buys: the provider accounts that know his MPN id, and the distributors of this world. */
export function providersOf(world: World, account: PartnerAccount): Reseller[] {
  if (account.partnerType !== 'indirectReseller') return [];
  const accounts = world.tables.partnerAccounts
    .all()
    .filter((row) => row.partnerType === 'indirectProvider' && resellersOf(world, row.id).some((one) => one.mpnId === account.mpnId));
  const distributors = world.tables.distributorAccounts.all().map((row) => providerOfKind(row.kind, row.name, account.country));
  return [...distributors, ...accounts.map(fromAccount)];
}

/** The tenant of a distributor as an indirect provider. */
export function providerOfKind(kind: string, name: string, country: string): Reseller {
  const numbers = new Seeded(`provider/${kind}`);
  return { id: numbers.uuid(), name, mpnId: String(numbers.int(1_000_000, 9_999_999)), country, agreementSigned: true };
}
