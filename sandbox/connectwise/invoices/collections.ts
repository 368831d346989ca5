import { Decimal } from '../../../src/lib/decimal.ts';
import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaCompany } from '../../world/types.ts';
import { companyOf } from '../agreements.ts';
import { companyReference, siteId } from '../answers/company.ts';
import { currency } from '../answers/currency.ts';
import { dateOf, decimal } from '../answers/values.ts';
import type { Call } from '../call.ts';
import type { Collection } from '../lists/collection.ts';
import { byNumber, remembered } from '../memory.ts';
import { type AgreementInvoice, type InvoiceLine, invoiceId, invoicesOf } from './lines.ts';

const monthNow = ({ world }: Call): string => world.today().slice(0, 7);

const all = (call: Call): readonly AgreementInvoice[] =>
  remembered(call.world, `invoices/${call.session.instance.id}/${monthNow(call)}`, () =>
    byNumber(call.world, 'psaAgreements', call.session.instance.id)
      .flatMap((agreement) => invoicesOf(call.world, agreement))
      .sort((a, b) => a.id - b.id),
  );

const ofAgreement = (call: Call, id: string): readonly AgreementInvoice[] => {
  const agreement = call.world.tables.psaAgreements.get(id);
  if (agreement?.instanceId !== call.session.instance.id) return [];
  return remembered(call.world, `invoices/of/${id}/${monthNow(call)}`, () => invoicesOf(call.world, agreement));
};

const invoiceWith = (call: Call, id: string): AgreementInvoice | undefined =>
  ofAgreement(call, String(Math.floor(Number(id) / 1000))).find((invoice) => invoice.id === Number(id));

/** Posted invoices: one for each agreement and month, of type Agreement. They are read only. */
export const invoices: Collection<AgreementInvoice> = {
  kind: 'invoice',
  name: 'Invoice',
  rows: all,
  one: invoiceWith,
  show: invoiceAnswer,
  narrow: {
    'agreement/id': ofAgreement,
    'company/id': (call, id) =>
      call.world.tables.psaAgreements
        .by('companyId', id)
        .flatMap((agreement) => ofAgreement(call, String(agreement.id)))
        .sort((a, b) => a.id - b.id),
  },
};

type Product = { readonly id: number; readonly invoice: AgreementInvoice; readonly line: InvoiceLine; readonly sequence: number };

/** Numbers of products follow from the invoice: `invoice * 1000 + place`. */
const productsOf = (invoice: AgreementInvoice): readonly Product[] =>
  invoice.lines.map((line, index) => ({ id: invoice.id * 1000 + index + 1, invoice, line, sequence: index + 1 }));

const productsWith = (call: Call, id: string): readonly Product[] => {
  const invoice = invoiceWith(call, id);
  return invoice === undefined ? [] : productsOf(invoice);
};

/** The lines of invoices, as `/procurement/products` shows them. */
export const products: Collection<Product> = {
  kind: 'productItem',
  name: 'ProductItem',
  rows: (call) =>
    remembered(call.world, `products/${call.session.instance.id}/${monthNow(call)}`, () =>
      all(call).flatMap((invoice) => productsOf(invoice)),
    ),
  one: (call, id) => productsWith(call, String(Math.floor(Number(id) / 1000))).find((product) => product.id === Number(id)),
  show: productAnswer,
  narrow: { 'invoice/id': productsWith },
};

const location = (call: Call): JsonObject => ({
  id: 11,
  name: 'Head office',
  _info: { location_href: call.session.href('/system/locations/11') },
});

function invoiceAnswer({ id, agreement, date, total }: AgreementInvoice, call: Call): JsonObject {
  const { href } = call.session;
  const company = companyOf(call.world, agreement);
  const account = companyReference(company, href);
  const site: JsonObject = {
    id: siteId(company),
    name: 'Main',
    _info: { site_href: href(`/company/companies/${company.id}/sites/${siteId(company)}`) },
  };
  const due = Temporal.PlainDate.from(date).add({ days: 30 }).toString();
  const isClosed = due < call.world.today();
  const zero = decimal('0');
  return {
    id,
    invoiceNumber: String(id),
    type: 'Agreement',
    status: isClosed ? { id: 13, name: 'Closed', isClosed: true } : { id: 9, name: 'Sent', isClosed: false },
    company: account,
    billToCompany: account,
    shipToCompany: account,
    accountNumber: '',
    applyToType: 'Agreement',
    applyToId: agreement.id,
    attention: company.defaultContact.name,
    ...sitesOf(company, site),
    billingTerms: { id: 12, name: 'Net 30 days' },
    reference: '',
    templateSetupId: 9,
    emailTemplateId: 1,
    addToBatchEmailList: true,
    date: dateOf(date),
    restrictDownpaymentFlag: false,
    locationId: 11,
    location: location(call),
    departmentId: 1,
    department: { id: 1, name: 'Service', _info: { department_href: href('/system/departments/1') } },
    territoryId: 2,
    territory: { id: 2, name: 'My Company', _info: { location_href: href('/system/locations/2') } },
    topComment: '',
    bottomComment: '',
    taxableFlag: false,
    taxCode: { id: 16, name: 'State', _info: { taxCode_href: href('/finance/taxCodes/16') } },
    downpaymentPreviouslyTaxedFlag: false,
    serviceTotal: zero,
    overrideDownPaymentAmountFlag: false,
    currency: currency(agreement.currency, href),
    dueDate: dateOf(due),
    expenseTotal: zero,
    productTotal: decimal(total),
    previousProgressApplied: zero,
    serviceAdjustmentAmount: zero,
    agreementAmount: zero,
    downpaymentApplied: zero,
    subtotal: decimal(total),
    total: decimal(total),
    remainingDownpayment: zero,
    salesTax: zero,
    ...(isClosed ? { closedBy: 'accounting' } : {}),
    payments: isClosed ? decimal(total) : zero,
    credits: zero,
    balance: isClosed ? zero : decimal(total),
    specialInvoiceFlag: false,
    agreement: {
      id: agreement.id,
      name: agreement.name,
      type: agreement.type.name,
      _info: { agreement_href: href(`/finance/agreements/${agreement.id}`) },
    },
    glBatch: isClosed ? { id: 2, name: 'batch', _info: { batch_href: href('/finance/accounting/batches/2') } } : undefined,
    _info: {
      lastUpdated: dateOf(date),
      updatedBy: 'accounting',
      dateEntered: dateOf(date),
      enteredBy: 'accounting',
      products_href: href(`/procurement/products?conditions=invoice/id=${id}`),
    },
  };
}

function sitesOf({ address }: PsaCompany, site: JsonObject): JsonObject {
  return {
    billingSite: site,
    billingSiteAddressLine1: address.line1,
    billingSiteCity: address.city,
    billingSiteState: address.state,
    billingSiteZip: address.postalCode,
    billingSiteCountry: address.country,
    shippingSite: site,
  };
}

function productAnswer({ id, invoice, line, sequence }: Product, call: Call): JsonObject {
  const { href } = call.session;
  const { agreement } = invoice;
  const item = call.world.tables.psaCatalogItems.get(line.catalogItemId);
  const extPrice = line.quantity.times(line.unitPrice);
  const extCost = line.quantity.times(line.unitCost);
  const company = companyReference(companyOf(call.world, agreement), href);
  return {
    id,
    catalogItem:
      item === undefined
        ? undefined
        : { id: item.id, identifier: item.identifier, _info: { typeId: '2', catalog_href: href(`/procurement/catalog/${item.id}`) } },
    description: line.description,
    sequenceNumber: decimal(String(sequence)),
    quantity: decimal(line.quantity),
    unitOfMeasure: { id: 1, name: 'User', _info: { uom_href: href('/procurement/unitOfMeasures/1') } },
    price: decimal(line.unitPrice),
    cost: decimal(line.unitCost),
    extPrice: decimal(extPrice),
    extCost: decimal(extCost),
    margin: decimal(extPrice.minus(extCost)),
    agreementAmount: decimal('0'),
    priceMethod: 'FlatRateForRange',
    billableOption: 'Billable',
    agreement: { id: agreement.id, name: agreement.name, _info: { agreement_href: href(`/finance/agreements/${agreement.id}`) } },
    locationId: 11,
    location: location(call),
    businessUnitId: 1,
    businessUnit: { id: 1, name: 'Service', _info: { department_href: href('/system/departments/1') } },
    vendorSku: item?.vendorSku ?? '',
    taxableFlag: line.taxable,
    dropshipFlag: false,
    specialOrderFlag: false,
    phaseProductFlag: false,
    cancelledFlag: false,
    quantityCancelled: decimal('0'),
    customerDescription: line.description,
    productSuppliedFlag: false,
    subContractorAmountLimit: decimal('0'),
    invoice: {
      id: invoice.id,
      identifier: String(invoiceId(agreement.id, invoice.date)),
      _info: { invoice_href: href(`/finance/invoices/${invoice.id}`) },
    },
    calculatedPriceFlag: false,
    calculatedCostFlag: false,
    taxCode: { id: 16, name: 'State', _info: { taxCode_href: href('/finance/taxCodes/16') } },
    listPrice: decimal(item?.price ?? new Decimal(0)),
    company,
    productClass: item?.productClass ?? 'Agreement',
    needToPurchaseFlag: false,
    minimumStockFlag: false,
    poApprovedFlag: false,
    uom: 'User',
  };
}
