import type { Customer, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** By row id, tenant id or name. */
export const findAccount = (world: World, name: string): PartnerAccount | undefined =>
  world.tables.partnerAccounts.all().find((row) => [row.id, row.tenantId, row.name].some((one) => same(one, name)));

/** By tenant id, name or domain. */
export const findCustomer = (world: World, name: string): Customer | undefined =>
  world.tables.customers.get(name.toLowerCase()) ??
  world.tables.customers.all().find((row) => [row.name, row.domain, row.defaultDomain].some((one) => same(one, name)));
