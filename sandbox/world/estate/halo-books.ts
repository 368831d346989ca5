import { Seeded } from '../../../src/lib/seeded.ts';
import type {
  BillingCycle,
  Customer,
  HaloRow,
  PlainJson,
  PsaAddition,
  PsaAgreement,
  PsaCatalogItem,
  PsaCompany,
  Subscription,
  Term,
} from '../types.ts';
import type { FirstBooks } from './first-books.ts';
import { subscriptionField, tenantField } from './psa.ts';
import { dayAt, monthsLater } from './times.ts';

const row = (resource: string, number: number, values: Readonly<Record<string, PlainJson>>): HaloRow => ({
  id: `${resource}/${String(number)}`,
  resource,
  number,
  values,
});

const clientNumber = (company: PsaCompany): number => company.id - 1000 + 11;
const itemNumber = (item: { readonly id: number }): number => item.id - 96;
const lineNumber = (line: PsaAddition): number => line.id - 50_001 + 900;
const midnight = (day: string): string => `${day}T00:00:00`;

/** The books as ConnectWise's stood when the world began: one client, site, contract and recurring invoice for each company. */
export function haloBooks(books: FirstBooks): HaloRow[] {
  const { tables, startsAt } = books;
  const rows: HaloRow[] = [
    row('Currency', 1, { name: 'US Dollar', symbol: '$', code: 'USD', conversion_rate: '1', last_updated: startsAt.slice(0, 19) }),
    row('Tax', 1, { name: 'No tax', code: 'NT', rate: '0' }),
    row('Supplier', 1, { name: 'Microsoft', toplevel_id: 1, inactive: false, accountsid: 'MS' }),
    row('azureadconnection', 1, {
      name: 'Northwind CSP',
      type: 2,
      allow_subscription_management: true,
      last_sync_date: startsAt.slice(0, 19),
    }),
  ];
  const licences = new Licences(books);
  for (const item of tables.psaCatalogItems.all()) rows.push(itemRow(item));
  for (const company of tables.psaCompanies.all()) {
    const customer = books.customerOf(company);
    const tenantId = company.customFields.find((field) => field.fieldId === tenantField)?.value;
    rows.push(clientRow(company, tenantId === undefined ? undefined : customer), siteRow(company));
    if (customer !== undefined && tenantId !== undefined) rows.push(...licences.of(customer, clientNumber(company)));
    for (const agreement of tables.psaAgreements.by('companyId', company.id)) {
      rows.push(contractRow(company, agreement, startsAt), headerRow(company, agreement, startsAt));
      for (const line of tables.psaAdditions.by('agreementId', agreement.id)) rows.push(lineRow(books, line, agreement, licences));
    }
  }
  return rows;
}

const itemRow = (item: PsaCatalogItem): HaloRow =>
  row('Item', itemNumber(item), {
    name: item.description,
    description: item.customerDescription,
    supplier_part_code: item.manufacturerPartNumber,
    internalreference: item.identifier,
    externalreference: '',
    third_party_id: '',
    baseprice: item.price,
    costprice: item.cost,
    recurringprice: item.price,
    recurringcost: item.cost,
    isrecurringitem: true,
    inactive: item.inactive,
    supplier_id: 1,
    supplier_name: 'Microsoft',
    item_suppliers: [],
    item_default_billing_period: 2,
    update_recurring_invoice_price: false,
    update_recurring_invoice_cost: false,
    taxcode: 1,
    assetgroup_name: 'Cloud',
    customfields: [],
  });

function clientRow(company: PsaCompany, customer: Customer | undefined): HaloRow {
  const number = clientNumber(company);
  const tenant = customer && {
    id: number,
    details_id: 1,
    client_id: number,
    azure_tenant_id: customer.id,
    azure_tenant_name: customer.name,
    azure_tenant_domain: customer.defaultDomain,
  };
  return row('Client', number, {
    name: company.name,
    toplevel_id: 1,
    toplevel_name: 'Customers',
    inactive: company.deleted,
    accountsid: company.identifier,
    domain: company.website.replace(/^www\./, ''),
    website: company.website,
    ref: company.identifier,
    tax_number: '',
    currencyisocode: 'USD',
    default_currency_code: 1,
    default_currency_code_name: 'USD',
    ingram_micro_details_id: 0,
    main_site_id: number + 100_000,
    main_site_name: 'Main',
    main_contact_name: company.defaultContact.name,
    dontinvoice: false,
    client_to_invoice: 0,
    datecreated: company.enteredAt.slice(0, 19),
    lastmodified: company.updatedAt.slice(0, 19),
    azure_tenants: tenant === undefined ? [] : [tenant],
    customfields: [],
  });
}

const siteRow = (company: PsaCompany): HaloRow =>
  row('Site', clientNumber(company) + 100_000, {
    name: 'Main',
    client_id: clientNumber(company),
    client_name: company.name,
    clientsite_name: `${company.name}/Main`,
    inactive: false,
    phonenumber: company.phone,
    isinvoicesite: true,
    maincontact_name: company.defaultContact.name,
  });

function contractRow(company: PsaCompany, agreement: PsaAgreement, startsAt: string): HaloRow {
  let endMs = Date.parse(agreement.startDate);
  while (endMs < Date.parse(startsAt)) endMs = monthsLater(endMs, 12);
  return row('ClientContract', agreement.id, {
    client_id: clientNumber(company),
    client_name: company.name,
    ref: `MS-CSP-${company.identifier}`,
    start_date: midnight(agreement.startDate),
    end_date: midnight(dayAt(endMs - 86_400_000)),
    active: true,
    started: true,
    expired: false,
    billingperiod: 2,
    periodchargeamount: '0',
    termmonths: 12,
    contract_status: 'Active',
    rollingcontract: true,
    next_invoice_date: midnight(nextMonth(startsAt)),
    customfields: [],
  });
}

const nextMonth = (instant: string): string => dayAt(monthsLater(Date.parse(`${instant.slice(0, 8)}01`), 1));

const headerRow = (company: PsaCompany, agreement: PsaAgreement, startsAt: string): HaloRow =>
  row('RecurringInvoice', agreement.id + 10_000, {
    client_id: clientNumber(company),
    client_name: company.name,
    contract_id: agreement.id,
    contract_ref: `MS-CSP-${company.identifier}`,
    currency: 'USD',
    currency_code: 1,
    currency_code_name: 'USD',
    is_recurring_invoice: true,
    reference: agreement.name,
    period: 2,
    periodname: 'Monthly',
    invoice_prorata_periods_ahead: 0,
    lastcreated: midnight(`${startsAt.slice(0, 8)}01`),
    nextcreationdate: midnight(nextMonth(startsAt)),
    startdate: midnight(agreement.startDate),
    enddate: null,
    schedule: null,
  });

/** What a line's quantity follows. */
const following = (line: number, licence: HaloRow | undefined): PlainJson =>
  licence === undefined
    ? []
    : [
        {
          id: line,
          invoice_line_id: line,
          kind: 1,
          type_id: 0,
          licence_id: licence.number,
          licence_name: licence.values['name'] ?? '',
          assigned_licences: false,
          qty_free: 0,
          minimum_qty: 0,
          pro_rata: 0,
          criteria: [],
        },
      ];

const ourField = (value: string | undefined): PlainJson =>
  value === undefined ? [] : [{ id: 201, name: 'CFMicrosoftSubscriptionID', label: 'Microsoft - Subscription ID', value }];

function lineRow(books: FirstBooks, line: PsaAddition, agreement: PsaAgreement, licences: Licences): HaloRow {
  const item = books.tables.psaCatalogItems.get(line.catalogItemId);
  const number = lineNumber(line);
  const licence = licences.countedBy(line);
  const subscriptionId = line.customFields.find((field) => field.fieldId === subscriptionField)?.value;
  const code = item?.identifier ?? '';
  return row('InvoiceDetail', number, {
    ihid: agreement.id + 10_000,
    _itemid: itemNumber({ id: line.catalogItemId }),
    item_code: code,
    item_shortdescription: line.invoiceDescription,
    item_longdescription: line.description,
    item_internal_reference: code,
    item_external_reference: '',
    qty_order: line.quantity,
    unit_price: line.unitPrice,
    unit_cost: line.unitCost,
    tax_code: 'NT',
    contract_id: agreement.id,
    startdate: midnight(line.effectiveDate),
    enddate: line.cancelledDate === undefined ? null : midnight(line.cancelledDate),
    autorenew: true,
    isinactive: false,
    billingperiod: 2,
    quantity_licences: following(number, licence),
    quantity_subscriptions: [],
    quantity_users: [],
    quantity_assets: [],
    prorata_next_invoice: false,
    prorata_quantity: '0',
    prorata_unit_price: '0',
    prorata_data: [],
    createproratadate: null,
    pro_rata_line_id: 0,
    customfields: ourField(subscriptionId),
    ...(licence === undefined ? {} : { _licence_id: licence.number }),
  });
}

const cycles: Readonly<Record<BillingCycle, string>> = { monthly: 'monthly', annual: 'annual', triennial: 'triennial' };

/** The licences that Halo's own Microsoft integration has imported, and the lines whose quantity follows one. */
class Licences {
  readonly #books: FirstBooks;
  readonly #bySubscription = new Map<string, HaloRow>();
  #next = 301;

  constructor(books: FirstBooks) {
    this.#books = books;
  }

  of(customer: Customer, client: number): HaloRow[] {
    const rows: HaloRow[] = [];
    for (const subscription of this.#books.tables.subscriptions.by('customerId', customer.id)) {
      const licence = row('SoftwareLicence', this.#next, licenceValues(subscription, client, customer.name));
      this.#next += 1;
      this.#bySubscription.set(subscription.id, licence);
      rows.push(licence);
    }
    return rows;
  }

  /** One line in eight follows its licence, if both agree today: what is planted stays as it is. */
  countedBy(line: PsaAddition): HaloRow | undefined {
    const { seed } = this.#books;
    const chosen = new Seeded(`${String(seed)}/halo/counted/${String(line.id)}`).chance(0.12);
    return chosen && line.cancelledDate === undefined ? this.#agreeing(line) : undefined;
  }

  #agreeing(line: PsaAddition): HaloRow | undefined {
    const { tables } = this.#books;
    const subscriptionId = line.customFields.find((field) => field.fieldId === subscriptionField)?.value;
    const licence = this.#bySubscription.get(subscriptionId ?? '');
    const subscription = tables.subscriptions.get(subscriptionId ?? '');
    if (subscription?.status !== 'active') return undefined;
    const item = tables.psaCatalogItems.get(line.catalogItemId);
    const isSame = String(subscription.quantity) === line.quantity && item?.manufacturerPartNumber === partOf(subscription);
    const isOnly =
      tables.psaAdditions.by('agreementId', line.agreementId).filter((one) => one.catalogItemId === line.catalogItemId).length === 1;
    return isSame && isOnly ? licence : undefined;
  }
}

const cycleWords: Readonly<Record<BillingCycle, string>> = { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' };
const partOf = ({
  productId,
  skuId,
  term,
  billingCycle,
}: {
  productId: string;
  skuId: string;
  term: Term;
  billingCycle: BillingCycle;
}): string => `${productId}:${skuId}:${term}:${cycleWords[billingCycle]}`;

/** What Halo's integration writes down of a subscription. `_subscription_id` never shows. */
export const licenceValues = (subscription: Subscription, client: number, clientName: string): Readonly<Record<string, PlainJson>> => ({
  type: 1,
  name: subscription.offerName,
  count: subscription.quantity,
  client_id: client,
  client_name: clientName,
  price: '0',
  purchase_price: subscription.unitPrice,
  start_date: midnight(subscription.effectiveStartAt.slice(0, 10)),
  end_date: midnight(subscription.commitmentEndAt.slice(0, 10)),
  tenant_id: subscription.customerId,
  tenant_name: clientName,
  billing_cycle: cycles[subscription.billingCycle],
  term_duration: subscription.term,
  status: subscription.status,
  autorenew: subscription.autoRenew,
  distributor: '',
  is_active: subscription.status === 'active',
  product_sku: `${subscription.productId}:${subscription.skuId}`,
  vendor_product_sku: `${subscription.productId}:${subscription.skuId}`,
  azure_connection_id: 1,
  ingram_micro_details_id: 0,
  requested_quantity: null,
  requested_quantity_date: null,
  _subscription_id: subscription.id,
});
