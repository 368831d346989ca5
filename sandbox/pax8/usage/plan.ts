import { Seeded } from '../../../src/lib/seeded.ts';
import type { DistributorAccount, DistributorCompany, DistributorProduct, DistributorSubscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

/** An Azure plan for a company: the product that the account sells it by, and the new subscription. Usage begins today. */
export function usagePlan(
  world: World,
  account: DistributorAccount,
  company: DistributorCompany,
): { readonly product: DistributorProduct; readonly subscription: DistributorSubscription } {
  const product: DistributorProduct = {
    id: new Seeded(`${String(world.options.seed)}/pax8/${account.id}/azure`).uuid(),
    accountId: account.id,
    name: 'Microsoft Azure Plan [New Commerce Experience]',
    vendorName: 'Microsoft',
    vendorSku: 'DZH318Z0BPS6:0001',
    sku: 'MST-NCE-AZURE-PLAN',
    shortDescription: 'Azure services, billed by use',
    unitOfMeasurement: 'Each',
    requiresCommitment: false,
    skuKey: 'DZH318Z0BPS6:0001',
    prices: [],
  };
  const now = world.now();
  const subscription: DistributorSubscription = {
    id: world.newId(),
    accountId: account.id,
    companyId: company.id,
    productId: product.id,
    quantity: 1,
    partnerCost: '0',
    price: '0',
    currency: account.currency,
    billingTerm: 'Monthly',
    status: 'Active',
    startDate: world.today(),
    billingStart: world.today(),
    createdAt: now,
    updatedAt: now,
    vendorSubscriptionId: '',
    vendorSkuId: '',
    usage: true,
    history: [],
  };
  return { product, subscription };
}
