import { Seeded } from '../../../src/lib/seeded.ts';
import type { Customer, CustomerRelationship } from '../types.ts';
import { Ids } from './ids.ts';
import { address, companyName, contact, domainLabel } from './names.ts';
import { dayMs, instantAt } from './times.ts';

/** How the PSA company can be recognised as this customer; the strongest evidence it offers. */
export type Evidence = 'tenantId' | 'domain' | 'exactName';

export type CustomerPlan = {
  readonly index: number;
  readonly customer: Customer;
  /** Bought through the distributor; else at Microsoft directly. */
  readonly viaDistributor: boolean;
  readonly evidence: Evidence;
  readonly random: Seeded;
};

export function planCustomers(seed: number, scale: number, startsMs: number, ids: Ids = new Ids(seed)): CustomerPlan[] {
  return Array.from({ length: scale }, (_, index) => {
    const plan = planCustomer(seed, index, startsMs);
    const customer = ids.apart(plan.customer);
    return customer === plan.customer ? plan : { ...plan, customer };
  });
}

function planCustomer(seed: number, index: number, startsMs: number): CustomerPlan {
  const random = new Seeded(`${String(seed)}:customer:${String(index)}`);
  const name = companyName(index, random);
  const label = domainLabel(name, index);
  const domain = `${label}.com`;
  const customer: Customer = {
    id: random.uuid(),
    cloud: 'global',
    name,
    defaultDomain: `${label}.onmicrosoft.com`,
    domain,
    country: 'US',
    currency: 'USD',
    culture: 'en-US',
    language: 'en',
    address: address(random),
    contact: contact(random, domain),
    createdAt: instantAt(startsMs - random.int(400, 1600) * dayMs),
  };
  const evidence =
    index < 4
      ? 'tenantId'
      : random.pick<Evidence>([
          'tenantId',
          'tenantId',
          'tenantId',
          'tenantId',
          'tenantId',
          'tenantId',
          'tenantId',
          'domain',
          'domain',
          'exactName',
        ]);
  return { index, customer, viaDistributor: index % 2 === 0, evidence, random };
}

export const relationship = (plan: CustomerPlan, accountId: string, random: Seeded): CustomerRelationship => ({
  id: `${accountId}:${plan.customer.id}`,
  accountId,
  customerId: plan.customer.id,
  billingProfileId: random.uuid(),
  billingProfileVersion: 1,
  relationshipToPartner: 'reseller',
  allowDelegatedAccess: true,
  commerceId: `${random.uuid()}:${random.uuid()}_2019-05-31`,
  acceptedAt: plan.customer.createdAt,
});
