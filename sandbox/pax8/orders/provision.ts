import { Seeded } from '../../../src/lib/seeded.ts';
import { buySeats } from '../../acts/buy.ts';
import { dueRow } from '../../world/due.ts';
import { billingTermOf, commitmentOf } from '../../world/estate/distributor.ts';
import { instantAt } from '../../world/estate/times.ts';
import type {
  BillingCycle,
  Customer,
  CustomerRelationship,
  DistributorCompany,
  DistributorProduct,
  DistributorSubscription,
  Term,
} from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';
import { stateOf } from '../subscriptions/state.ts';

const by = { actor: { kind: 'system', name: 'Pax8' }, cause: 'pax8' } as const;

/** An ordered subscription becomes Active some minutes later, when it has been bought at Microsoft for the company's tenant. */
export const provisioning = dueRow('distributorSubscriptions', {
  at: (row, world) => {
    const { provisioningMinutes, stuckPending } = world.switch('pax8');
    if (row.status !== 'PendingAutomated' || stuckPending) return Number.POSITIVE_INFINITY;
    return Date.parse(row.createdAt) + provisioningMinutes * 60_000;
  },
  happen: (world, row, atMs) => {
    const product = world.tables.distributorProducts.get(row.productId);
    const company = world.tables.distributorCompanies.get(row.companyId);
    const vendorSubscriptionId =
      product === undefined || company === undefined ? undefined : provisioned(world, row, product, company, atMs);
    const { provisioning: _told, ...rest } = row;
    const changed: DistributorSubscription =
      vendorSubscriptionId === undefined
        ? // Nobody at the distributor can go on without knowing the tenant.
          { ...row, status: 'WaitingForDetails' }
        : { ...rest, status: 'Active', vendorSubscriptionId };
    world.apply({
      kind: 'distributor.provisioned',
      ...by,
      at: instantAt(atMs),
      about: { distributorAccountId: row.accountId, companyId: row.companyId, distributorSubscriptionId: row.id },
      changes: [put('distributorSubscriptions', { ...changed, updatedAt: instantAt(atMs), history: [...row.history, stateOf(row)] })],
    });
  },
});

/** Microsoft's id of what was bought there; '' for other vendors, undefined when it cannot be bought. */
function provisioned(
  world: World,
  row: DistributorSubscription,
  product: DistributorProduct,
  company: DistributorCompany,
  atMs: number,
): string | undefined {
  if (product.vendorName !== 'Microsoft' || !world.tables.skus.get(product.skuKey)) return '';
  const term = wordFor(commitmentOf, row.commitment?.term ?? 'Monthly');
  const billingCycle = wordFor(billingTermOf, row.billingTerm);
  const reseller = resellerOf(world, row.accountId);
  const customerId = reseller === undefined ? undefined : tenantOf(world, row, company, reseller, atMs);
  if (term === undefined || billingCycle === undefined || reseller === undefined || customerId === undefined) return undefined;
  const bought = buySeats(world, {
    accountId: reseller,
    customerId,
    skuKey: product.skuKey,
    term,
    billingCycle,
    quantity: row.quantity,
    distributorAccountId: row.accountId,
    by,
  });
  return 'refused' in bought ? undefined : bought.done.id;
}

function wordFor<Word extends Term | BillingCycle>(words: Readonly<Record<Word, string>>, said: string): Word | undefined {
  // Object.keys forgets that the record's names are the words.
  return (Object.keys(words) as Word[]).find((word) => words[word] === said);
}

/** The partner's own account at Microsoft: the one under which this distributor's other subscriptions stand, else any indirect reseller. */
function resellerOf(world: World, distributorAccountId: string): string | undefined {
  for (const row of world.tables.distributorSubscriptions.by('accountId', distributorAccountId)) {
    const sold = row.vendorSubscriptionId === '' ? undefined : world.tables.subscriptions.get(row.vendorSubscriptionId);
    if (sold !== undefined) return sold.accountId;
  }
  return world.tables.partnerAccounts.all().find((account) => account.partnerType === 'indirectReseller')?.id;
}

/** The company's tenant: known already, named in the order, or made anew from the domain named in the order. */
function tenantOf(
  world: World,
  row: DistributorSubscription,
  company: DistributorCompany,
  resellerId: string,
  atMs: number,
): string | undefined {
  const at = instantAt(atMs);
  const known = company.customerId ?? namedTenant(world, row);
  const customer = known === undefined ? wantedTenant(world, row, company, at) : undefined;
  const customerId = known ?? customer?.id;
  if (customerId === undefined) return undefined;
  const isKnown = world.tables.relationships.get(`${resellerId}:${customerId}`) !== undefined;
  const changes: readonly Change[] = [
    ...(customer === undefined ? [] : [put('customers', customer)]),
    ...(isKnown ? [] : [put('relationships', relationship(resellerId, customerId, at))]),
    ...(company.customerId === undefined ? [put('distributorCompanies', { ...company, customerId })] : []),
  ];
  const about = { accountId: resellerId, customerId, companyId: company.id };
  if (changes.length > 0) world.apply({ kind: 'distributor.tenantLinked', ...by, at, about, changes });
  return customerId;
}

/** The tenant that the order names, when there is one of that id. */
function namedTenant(world: World, row: DistributorSubscription): string | undefined {
  const told = row.provisioning?.tenantId?.toLowerCase() ?? '';
  return world.tables.customers.get(told)?.id;
}

function wantedTenant(world: World, row: DistributorSubscription, company: DistributorCompany, at: string): Customer | undefined {
  const domain = row.provisioning?.domain ?? '';
  return domain === '' ? undefined : newCustomer(world, company, domain, at);
}

function newCustomer(world: World, company: DistributorCompany, prefix: string, at: string): Customer {
  const contact = company.contacts[0];
  return {
    id: world.newId(),
    cloud: 'global',
    name: company.name,
    defaultDomain: `${prefix}.onmicrosoft.com`,
    domain: company.website.replace(/^(https?:\/\/)?(www\.)?/, ''),
    country: company.address.country,
    currency: 'USD',
    culture: 'en-US',
    language: 'en',
    address: company.address,
    contact: { firstName: contact?.firstName ?? '', lastName: contact?.lastName ?? '', email: contact?.email ?? '' },
    createdAt: at,
  };
}

function relationship(accountId: string, customerId: string, at: string): CustomerRelationship {
  const random = new Seeded(`${accountId}/${customerId}`);
  return {
    id: `${accountId}:${customerId}`,
    accountId,
    customerId,
    billingProfileId: random.uuid(),
    billingProfileVersion: 1,
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: false,
    commerceId: `${random.uuid()}:${random.uuid()}_2019-05-31`,
    acceptedAt: at,
  };
}
