import { Seeded } from '../../../src/lib/seeded.ts';
import type {
  BillingCycle,
  PsaAddition,
  PsaAgreement,
  PsaCatalogItem,
  PsaCompany,
  PsaCustomField,
  PsaInstance,
  PsaStamp,
  Term,
} from '../types.ts';
import type { Catalogue, Plan } from './catalogue.ts';
import type { CustomerPlan } from './customers.ts';
import { hasPsaService, monthlyCost, type Sale } from './subscriptions.ts';

export const tenantField = 26;
export const subscriptionField = 41;

export const customFields = (instance: PsaInstance, seed: number): PsaCustomField[] => {
  const random = new Seeded(`${String(seed)}:psa:fields`);
  const field = (id: number, of: PsaCustomField['of'], caption: string): PsaCustomField => ({
    id,
    instanceId: instance.id,
    of,
    caption,
    type: 'Text',
    connectWiseId: random.uuid(),
  });
  return [field(tenantField, 'company', 'Microsoft - TenantID'), field(subscriptionField, 'addition', 'Microsoft - Subscription ID')];
};

const termCode: Readonly<Record<Term, string>> = { P1M: '1M', P1Y: '1Y', P3Y: '3Y' };
const cycleCode: Readonly<Record<BillingCycle, string>> = { monthly: 'MO', annual: 'YR', triennial: '3Y' };
const cycleWord: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' };
const termWord: Readonly<Record<Term, string>> = { P1M: 'monthly term', P1Y: '1 year', P3Y: '3 years' };

/** `CFQ7TTC0LCHC:0002:P1Y:Monthly`: unique for each service, at most 50 characters. */
export const partNumber = ({ skuKey, availability }: Plan): string =>
  `${skuKey}:${availability.term}:${cycleWord[availability.billingCycle]}`;

/** One service for each plan, all billed by month: amounts are for one seat and one month. */
export function catalogItems(instance: PsaInstance, catalogue: Catalogue, stamp: PsaStamp): Map<string, PsaCatalogItem> {
  const items = new Map<string, PsaCatalogItem>();
  for (const plan of catalogue.plans) {
    if (!hasPsaService(plan.skuKey)) continue;
    const { term, billingCycle } = plan.availability;
    const description = `${plan.title} (${termWord[term]}, billed ${cycleWord[billingCycle].toLowerCase()})`.slice(0, 60);
    items.set(partNumber(plan), {
      id: items.size + 101,
      instanceId: instance.id,
      identifier: `${plan.code}-${termCode[term]}-${cycleCode[billingCycle]}`,
      description,
      customerDescription: plan.title,
      productClass: 'Agreement',
      category: { id: 1, name: 'Cloud' },
      subcategory: { id: 1, name: 'Subscriptions' },
      type: { id: 1, name: 'Software' },
      unitOfMeasure: { id: 1, name: 'User' },
      price: plan.monthly.retail,
      cost: plan.monthly.partner,
      taxable: true,
      manufacturerPartNumber: partNumber(plan),
      vendorSku: '',
      integrationXRef: '',
      inactive: false,
      billCycle: { id: 2, name: 'Monthly' },
      ...stamp,
    });
  }
  return items;
}

export function psaCompany(instance: PsaInstance, plan: CustomerPlan, stamp: PsaStamp): PsaCompany {
  const { customer, evidence, index, random } = plan;
  const id = 1001 + index;
  // Where the tenant id is written down, the name may have been typed differently.
  const name =
    evidence === 'tenantId' && index > 8 && random.chance(0.12) ? customer.name.replace(/ (Ltd|Inc|LLC|Co|Group)$/, '') : customer.name;
  return {
    id,
    instanceId: instance.id,
    identifier: `${name.replace(/[^A-Za-z0-9]/g, '').slice(0, 18)}${String(id)}`.slice(0, 25),
    name: name.slice(0, 50),
    status: { id: 1, name: 'Active' },
    type: { id: 1, name: 'Client' },
    address: customer.address,
    website: evidence === 'exactName' ? '' : `www.${customer.domain}`,
    phone: customer.address.phone,
    currency: instance.currency,
    deleted: false,
    defaultContact: { id: 5001 + index, name: `${customer.contact.firstName} ${customer.contact.lastName}` },
    customFields: evidence === 'tenantId' ? [{ fieldId: tenantField, value: customer.id }] : [],
    ...stamp,
  };
}

export const psaAgreement = (instance: PsaInstance, company: PsaCompany, startDate: string, stamp: PsaStamp): PsaAgreement => ({
  id: company.id + 2000,
  instanceId: instance.id,
  companyId: company.id,
  name: 'Microsoft Cloud Services',
  type: { id: 31, name: 'Managed Cloud' },
  startDate,
  noEndDate: true,
  cancelled: false,
  billCycle: { id: 2, name: 'Monthly' },
  prorate: true,
  currency: instance.currency,
  customFields: [],
  ...stamp,
});

export type AdditionFacts = {
  readonly id: number;
  readonly agreement: PsaAgreement;
  readonly item: PsaCatalogItem;
  readonly sequenceNumber: number;
  readonly stamp: PsaStamp;
};

/** The line of one subscription: its seats, the service of its term and cycle, the partner's cost and the retail price, both a month. */
export function psaAddition(sale: Sale, { id, agreement, item, sequenceNumber, stamp }: AdditionFacts): PsaAddition {
  const { plan, subscription } = sale;
  const { cancelledAt } = subscription;
  return {
    id,
    instanceId: agreement.instanceId,
    agreementId: agreement.id,
    catalogItemId: item.id,
    quantity: String(subscription.quantity),
    lessIncluded: '0',
    unitPrice: plan.monthly.retail,
    unitCost: monthlyCost(sale),
    billCustomer: 'Billable',
    effectiveDate: subscription.effectiveStartAt.slice(0, 10),
    ...(cancelledAt === undefined ? {} : { cancelledDate: cancelledAt.slice(0, 10) }),
    taxable: true,
    description: item.description,
    invoiceDescription: plan.title,
    uom: 'User',
    sequenceNumber,
    customFields: sale.customer.random.chance(0.85) ? [{ fieldId: subscriptionField, value: subscription.id }] : [],
    ...stamp,
  };
}
