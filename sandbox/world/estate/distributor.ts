import { Seeded } from '../../../src/lib/seeded.ts';
import type {
  BillingCycle,
  DistributorAccount,
  DistributorCompany,
  DistributorProduct,
  DistributorSubscription,
  Sku,
  Term,
} from '../types.ts';
import { type Catalogue, perCycle } from './catalogue.ts';
import type { CustomerPlan } from './customers.ts';
import type { Sale } from './subscriptions.ts';

/** Pax8's words for cycles and terms (distributors reference 2.4). */
export const billingTermOf: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: '3-Year' };
export const commitmentOf: Readonly<Record<Term, string>> = { P1M: 'Monthly', P1Y: '1-Year', P3Y: '3-Year' };

export function distributorProducts(seed: number, account: DistributorAccount, catalogue: Catalogue): DistributorProduct[] {
  const random = new Seeded(`${String(seed)}:pax8:products`);
  return catalogue.skus.map((sku) => distributorProduct(account, sku, catalogue, random));
}

function distributorProduct(account: DistributorAccount, sku: Sku, catalogue: Catalogue, random: Seeded): DistributorProduct {
  const commitments = new Map(Object.values(commitmentOf).map((term) => [term, random.uuid()]));
  return {
    id: random.uuid(),
    accountId: account.id,
    name: `${sku.title} [New Commerce Experience]`,
    vendorName: 'Microsoft',
    vendorSku: sku.provisioningId,
    sku: `MST-NCE-${sku.productId.slice(-4)}-${sku.skuId}`,
    shortDescription: sku.description,
    unitOfMeasurement: 'User',
    requiresCommitment: true,
    skuKey: sku.id,
    prices: catalogue.plans
      .filter((plan) => plan.skuKey === sku.id)
      .map(({ availability }) => ({
        billingTerm: billingTermOf[availability.billingCycle],
        commitmentTerm: commitmentOf[availability.term],
        commitmentTermId: commitments.get(commitmentOf[availability.term]) ?? '',
        partnerBuyRate: availability.distributorPrice,
        suggestedRetailPrice: availability.erpPrice,
        currency: availability.currency,
      })),
  };
}

export function distributorCompany(account: DistributorAccount, { customer, random }: CustomerPlan): DistributorCompany {
  return {
    id: random.uuid(),
    accountId: account.id,
    customerId: customer.id,
    name: customer.name,
    address: customer.address,
    phone: customer.address.phone,
    website: customer.domain,
    status: 'Active',
    ...(random.chance(0.5) ? { externalId: customer.id } : {}),
    billOnBehalfOfEnabled: false,
    selfServiceAllowed: false,
    orderApprovalRequired: false,
    contacts: [
      {
        id: random.uuid(),
        ...customer.contact,
        phone: customer.address.phone,
        types: [
          { type: 'Admin', primary: true },
          { type: 'Billing', primary: true },
          { type: 'Technical', primary: true },
        ],
      },
    ],
    createdAt: customer.createdAt,
    updatedAt: customer.createdAt,
  };
}

export function distributorSubscription(sale: Sale, company: DistributorCompany, product: DistributorProduct): DistributorSubscription {
  const { plan, subscription } = sale;
  const { random } = sale.customer;
  const commitment = product.prices.find((price) => price.commitmentTerm === commitmentOf[subscription.term]);
  const { cancelledAt } = subscription;
  return {
    id: random.uuid(),
    accountId: product.accountId,
    companyId: company.id,
    productId: product.id,
    quantity: subscription.quantity,
    partnerCost: subscription.unitPrice,
    price: perCycle(plan.monthly.retail, subscription.billingCycle),
    currency: subscription.currency,
    billingTerm: billingTermOf[subscription.billingCycle],
    ...(commitment === undefined
      ? {}
      : { commitment: { id: commitment.commitmentTermId, term: commitment.commitmentTerm, endDate: subscription.commitmentEndAt } }),
    status: cancelledAt === undefined ? 'Active' : 'Cancelled',
    startDate: subscription.effectiveStartAt,
    ...(cancelledAt === undefined ? {} : { endDate: cancelledAt }),
    billingStart: subscription.effectiveStartAt.slice(0, 10),
    createdAt: subscription.createdAt,
    updatedAt: subscription.modifiedAt,
    vendorSubscriptionId: subscription.id,
    vendorSkuId: product.vendorSku,
    history: [],
  };
}
