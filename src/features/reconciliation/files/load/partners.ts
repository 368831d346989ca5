import { type Day, parseDay } from '../days.ts';
import type { CustomerMapping, DistributorSubscription, ProductMapping, PsaLine } from '../model.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { needMicro, readTable } from './tables.ts';
import { billingOf, fullSku, termOf } from './words.ts';

export type Company = { readonly id: string; readonly name: string; readonly country: string };

const vendorCaption = /vendor|subscription/i;

function vendorSubscription(row: Row): string {
  const direct = row.text('vendorSubscriptionId');
  if (direct !== '') return direct.toLowerCase();
  for (let index = 0; index < 16; index += 1) {
    const caption = row.text(`customFields.${index}.caption`);
    if (caption === '') break;
    if (vendorCaption.test(caption)) return row.text(`customFields.${index}.value`).toLowerCase();
  }
  return '';
}

const unbilled = new Set(['donotbill', 'nocharge']);
const psaColumns = [
  'id!',
  'agreementId',
  'companyId!',
  'productIdentifier!',
  'quantity!',
  'unitPrice!',
  'effectiveDate',
  'cancelledDate',
  'vendorSubscriptionId',
  'currency',
];

/** A line, and the day from which it is no longer billed. */
type EndingLine = PsaLine & { readonly cancelledOn: Day | undefined };

/** Those that are still billed on a day. */
export const billedOn = (lines: readonly EndingLine[], day: Day): readonly PsaLine[] =>
  lines.filter(({ cancelledOn }) => cancelledOn === undefined || cancelledOn > day);

/** ConnectWise additions, cancelled ones too, but none that are marked as free. */
export async function loadPsaLines(
  files: readonly string[],
  problems: ProblemList,
): Promise<{ lines: readonly EndingLine[]; isComplete: boolean }> {
  const lines: EndingLine[] = [];
  let isComplete = true;
  for (const file of files) {
    const whole = await readTable(file, problems, psaColumns, (row) => {
      const quantity = needMicro(row, file, problems, 'quantity');
      const unitPrice = needMicro(row, file, problems, 'unitPrice');
      if (quantity === undefined || unitPrice === undefined) {
        isComplete = false;
        return;
      }
      if (unbilled.has(row.text('billCustomer').toLowerCase())) return;
      const included = row.text('lessIncluded') === '' ? 0 : (needMicro(row, file, problems, 'lessIncluded') ?? 0);
      lines.push({
        id: row.text('id'),
        companyId: row.text('company.id', 'companyId'),
        code: row.text('product.identifier', 'productIdentifier'),
        quantity: quantity - included,
        unitPrice,
        currency: row.text('currency', 'currency.currencyCode').toUpperCase(),
        startsOn: parseDay(row.text('effectiveDate')),
        subscriptionId: vendorSubscription(row),
        cancelledOn: parseDay(row.text('cancelledDate')),
      });
    });
    isComplete &&= whole;
  }
  return { lines, isComplete };
}

export async function loadCompanies(files: readonly string[], problems: ProblemList): Promise<Map<string, Company>> {
  const companies = new Map<string, Company>();
  for (const file of files) {
    await readTable(file, problems, ['id!', 'name', 'country'], (row) => {
      const id = row.text('id');
      companies.set(id, { id, name: row.text('name'), country: row.text('country').toUpperCase() });
    });
  }
  return companies;
}

const active = new Set(['active', 'pendingmanual', 'pendingautomated', 'trial', 'converted', 'waitingfordetails', 'activated']);
const distributorColumns = [
  'id!',
  'companyId!',
  'productId',
  'vendorSubscriptionId!',
  'quantity!',
  'status!',
  'billingTerm',
  'commitmentTerm',
  'partnerCost',
  'currencyCode',
];

/** Pax8's subscriptions. */
export async function loadDistributor(
  files: readonly string[],
  problems: ProblemList,
): Promise<{ subscriptions: DistributorSubscription[]; isComplete: boolean }> {
  const subscriptions: DistributorSubscription[] = [];
  let isComplete = true;
  for (const file of files) {
    const whole = await readTable(file, problems, distributorColumns, (row) => {
      const quantity = needMicro(row, file, problems, 'quantity');
      const unitCost = needMicro(row, file, problems, 'partnerCost');
      if (quantity === undefined || unitCost === undefined) {
        isComplete = false;
        return;
      }
      subscriptions.push({
        id: row.text('id'),
        companyId: row.text('companyId'),
        productId: row.text('productId'),
        subscriptionId: row.text('vendorSubscriptionId').toLowerCase(),
        quantity,
        isActive: active.has(row.text('status').toLowerCase()),
        term: termOf(row.text('commitmentTerm.term', 'commitmentTerm')),
        billing: billingOf(row.text('billingTerm')),
        unitCost,
        currency: row.text('currencyCode').toUpperCase(),
      });
    });
    isComplete &&= whole;
  }
  return { subscriptions, isComplete };
}

/** Customers' tenants by the distributor's company id. */
export async function loadDistributorCompanies(files: readonly string[], problems: ProblemList): Promise<Map<string, string>> {
  const tenants = new Map<string, string>();
  for (const file of files) {
    await readTable(file, problems, ['id!', 'microsoftTenantId'], (row) => {
      const tenant = row.text('microsoftTenantId').toLowerCase();
      if (tenant !== '') tenants.set(row.text('id'), tenant);
    });
  }
  return tenants;
}

/** Ids of distributor subscriptions that the distributor's invoice of the month charges. */
export async function loadBilledItems(files: readonly string[], problems: ProblemList): Promise<Set<string>> {
  const billed = new Set<string>();
  for (const file of files) await readTable(file, problems, ['subscriptionId!'], (row) => billed.add(row.text('subscriptionId')));
  return billed;
}

export async function loadCustomerMappings(
  files: readonly string[],
  problems: ProblemList,
): Promise<{ customers: CustomerMapping[]; isComplete: boolean }> {
  let isComplete = true;
  const mappings: CustomerMapping[] = [];
  const columns = ['microsoftCustomerId!', 'microsoftCustomerName', 'distributorCompanyId', 'psaCompanyId!'];
  for (const file of files) {
    const whole = await readTable(file, problems, columns, (row) => {
      mappings.push({
        customerId: row.text('microsoftCustomerId').toLowerCase(),
        name: row.text('microsoftCustomerName'),
        distributorCompanyId: row.text('distributorCompanyId'),
        psaCompanyId: row.text('psaCompanyId'),
      });
    });
    isComplete &&= whole;
  }
  return { customers: mappings, isComplete };
}

export async function loadProductMappings(files: readonly string[], problems: ProblemList): Promise<ProductMapping[] | undefined> {
  const mappings: ProductMapping[] = [];
  const columns = ['microsoftProductId!', 'microsoftSkuId', 'termDuration', 'billingPlan', 'distributorProductId', 'psaProductIdentifier!'];
  for (const file of files) {
    const whole = await readTable(file, problems, columns, (row) => {
      mappings.push({
        productId: row.text('microsoftProductId'),
        skuId: fullSku(row.text('microsoftSkuId')),
        term: termOf(row.text('termDuration')),
        billing: billingOf(row.text('billingPlan')),
        distributorProductId: row.text('distributorProductId'),
        psaCode: row.text('psaProductIdentifier'),
      });
    });
    if (!whole) return undefined;
  }
  return files.length === 0 ? undefined : mappings;
}
