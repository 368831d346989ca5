import { Decimal } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { exact } from '../json.ts';
import { bearerOf, json, type RemoteAnswer } from '../remote.ts';
import { type Route, route } from '../routing.ts';
import { findToken } from '../tokens.ts';
import { ingramAccount } from '../world/distributors2/accounts.ts';
import { type Charge, chargesOf, ingramCharged } from '../world/distributors2/charges.ts';
import { monthsLater } from '../world/estate/times.ts';
import type { IngramCustomer, IngramItem } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { allPlans, numbersOf, planName, vendor } from './catalogue.ts';
import type { Call } from './session.ts';
import { itemsOf } from './subscriptions.ts';

// Xvantage, Ingram's reseller API: only catalogue and invoices. Its lines name no Microsoft subscription.

const refuse = (status: number, message: string): RemoteAnswer =>
  json(status, { errors: [{ id: String(status), type: 'error', message, fields: [] }] });

/** Every call says who asks and for which market. */
const needed = ['im-customernumber', 'im-countrycode', 'im-correlationid'];

const guarded = (path: string, work: (call: Call) => RemoteAnswer): Route =>
  route('GET', `/resellers${path}`, (request, world, params) => {
    const account = ingramAccount(world.options);
    if (findToken(world, bearerOf(request), 'xvantage') === undefined) return refuse(401, 'Invalid access token');
    const missing = needed.filter((name) => (request.headers[name] ?? '') === '');
    if (missing.length > 0) return refuse(400, `Missing headers: ${missing.join(', ')}`);
    if (request.headers['im-customernumber'] !== account.customerNumber) return refuse(403, 'The customer number is not yours');
    return work({ request, world, params, account });
  });

type Invoice = {
  readonly number: string;
  readonly customer: IngramCustomer;
  readonly date: string;
  readonly due: string;
  readonly lines: readonly { readonly item: IngramItem; readonly charge: Charge }[];
};

/** One invoice for each customer and month that is over, on the first of the next month; the last six months. */
function invoicesOf(world: World): readonly Invoice[] {
  const now = new Date(world.clock.nowMs());
  const thisMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  return [-1, -2, -3, -4, -5, -6].flatMap((back) => {
    const fromMs = monthsLater(thisMonth, back);
    const toMs = monthsLater(fromMs, 1);
    return world.tables.ingramCustomers.by('kind', 'customer').flatMap((customer) => {
      const lines = linesOf(world, customer, fromMs, toMs);
      return lines.length === 0 ? [] : [{ ...headingOf(customer, toMs), customer, lines }];
    });
  });
}

function headingOf(customer: IngramCustomer, dateMs: number): Pick<Invoice, 'number' | 'date' | 'due'> {
  const date = new Date(dateMs).toISOString().slice(0, 10);
  const middle = new Seeded(`xvantage/${customer.id}/${date}`).uuid().slice(0, 5).toUpperCase();
  return { number: `40-${middle}-11`, date, due: Temporal.PlainDate.from(date).add({ days: 45 }).toString() };
}

const linesOf = (world: World, customer: IngramCustomer, fromMs: number, toMs: number): Invoice['lines'] =>
  world.tables.ingramSubscriptions
    .by('customerId', customer.id)
    .flatMap((holder) =>
      itemsOf(world, holder).flatMap((item) => chargesOf(ingramCharged(holder, item), fromMs, toMs).map((charge) => ({ item, charge }))),
    );

const totalOf = ({ lines }: Invoice): Decimal => lines.reduce((sum, { charge }) => sum.plus(charge.cost), new Decimal(0));
const orderNumberOf = ({ number }: Invoice): string => `${number.slice(0, 3)}${number.slice(4, 8)}0-11`;
const statusOf = (world: World, { due }: Invoice): string => (due < world.today() ? 'Paid' : 'Open');

/** GET /resellers/v6/invoices: newest first, in numbered pages. */
function listInvoices({ request, world }: Call): RemoteAnswer {
  const { query } = request;
  const asked = (name: string): string => query.get(name) ?? '';
  const rows = invoicesOf(world).filter(
    (one) =>
      (asked('invoiceNumber') === '' || one.number === asked('invoiceNumber')) &&
      (asked('invoiceStatus') === '' || statusOf(world, one).toLowerCase() === asked('invoiceStatus').toLowerCase()) &&
      (asked('invoiceFromDate') === '' || one.date >= asked('invoiceFromDate')) &&
      (asked('invoiceToDate') === '' || one.date <= asked('invoiceToDate')),
  );
  return paged(query, rows, 'invoices', '/resellers/v6/invoices', (one) => ({
    paymentTermsDueDate: one.due,
    erpOrderNumber: orderNumberOf(one),
    invoiceNumber: one.number,
    invoiceStatus: statusOf(world, one),
    invoiceDate: one.date,
    invoiceDueDate: one.due,
    invoicedAmountDue: exact(totalOf(one).toFixed(2)),
    customerOrderNumber: one.customer.id,
    endCustomerOrderNumber: one.customer.externalId ?? '',
    orderCreateDate: one.date,
    invoiceAmountInclTax: exact(totalOf(one).toFixed(2)),
    links: { topic: 'invoices', href: `/resellers/v6.1/invoices/${one.number}`, type: 'GET' },
  }));
}

function paged<Row>(query: URLSearchParams, rows: readonly Row[], name: string, path: string, show: (row: Row) => unknown): RemoteAnswer {
  const size = Math.min(100, Math.max(1, Number(query.get('pageSize') ?? 25) || 25));
  const page = Math.max(1, Number(query.get('pageNumber') ?? 1) || 1);
  const link = (number: number): string => `${path}?pageSize=${String(size)}&pageNumber=${String(number)}`;
  return json(200, {
    recordsFound: rows.length,
    pageSize: size,
    pageNumber: page,
    [name]: rows.slice((page - 1) * size, page * size).map(show),
    nextPage: page * size < rows.length ? link(page + 1) : '',
    previousPage: page > 1 ? link(page - 1) : '',
  });
}

/** GET /resellers/v6.1/invoices/{number} */
function getInvoice({ world, params, account }: Call): RemoteAnswer {
  const found = invoicesOf(world).find((one) => one.number === params['number']);
  return found === undefined ? refuse(404, 'Invoice not found') : json(200, invoiceAnswer(world, found, account.customerNumber));
}

function invoiceAnswer(world: World, invoice: Invoice, customerNumber: string) {
  const { address, name, contacts } = invoice.customer;
  const total = exact(totalOf(invoice).toFixed(2));
  const place = {
    addressLine1: address.streetAddress,
    city: address.city,
    state: address.state,
    postalCode: address.postalCode,
    countryCode: address.countryCode,
  };
  return {
    invoiceNumber: invoice.number,
    invoiceStatus: statusOf(world, invoice),
    invoiceDate: invoice.date,
    customerOrderNumber: invoice.customer.id,
    endCustomerOrderNumber: invoice.customer.externalId ?? '',
    orderDate: invoice.date,
    billToID: '000',
    invoiceType: 'Invoice',
    invoiceDueDate: invoice.due,
    customerCountryCode: 'US',
    customerNumber,
    ingramOrderNumber: orderNumberOf(invoice),
    notes: '',
    paymentTermsInfo: { paymentTermsCode: '45', paymentTermsDescription: 'NET 45 DAYS', paymentTermsDueDate: invoice.due },
    billToInfo: { companyName: 'Northwind Cloud', ...place, addressLine2: '' },
    shipToInfo: { contact: name, companyName: name, ...place },
    lines: invoice.lines.map((line, index) => lineAnswer(line, index + 1)),
    endUserInfo: {
      contact: name,
      ...place,
      addressLine2: address.addressExtension ?? '',
      addressLine3: '',
      phoneNumber: contacts[0]?.phoneNumber ?? '',
      email: contacts[0]?.email ?? '',
    },
    fxRateInfo: { currencyCode: 'USD', companyCurrency: 'USD', invoiceCurrency: 'USD', currencyFxRate: 1 },
    summary: {
      lines: {
        productLineCount: invoice.lines.length,
        productLineTotalQuantity: invoice.lines.reduce((sum, { charge }) => sum + charge.quantity, 0),
      },
      miscCharges: [{ ChargeDescription: 'TAX', MiscChargeLineCount: 0, MiscChargeLineTotal: 0, ChargeLineReference: '' }],
      totals: { netInvoiceAmount: total, discountAmount: 0, discountType: 'Terms Charge', totalTaxAmount: 0, invoicedAmountDue: total },
      foreignFxTotals: {
        foreignCurrencyCode: 'USD',
        foreignCurrencyFxRate: 1,
        foreignTotalTaxableAmount: totalOf(invoice).toFixed(2),
        foreignTotalTaxAmount: 0,
        foreignInvoiceAmountDue: totalOf(invoice).toFixed(2),
      },
    },
  };
}

/** Ingram's own part number says nothing about the subscription: weak evidence on purpose. */
const partNumberOf = (item: IngramItem): string => new Seeded(`xvantage/part/${item.productId}`).uuid().slice(0, 6).toUpperCase();

const lineAnswer = ({ item, charge }: Invoice['lines'][number], number: number) => ({
  ingramLineNumber: String(number),
  customerLineNumber: String(number),
  ingramPartNumber: partNumberOf(item),
  vendorPartNumber: item.mpn,
  vendorName: vendor.toUpperCase(),
  productDescription: `${item.name} || ${charge.from} - ${charge.to}`,
  unitWeight: '0.0',
  quantity: charge.quantity,
  unitPrice: exact(charge.unitCost),
  unitOfMeasure: 'EA',
  currencyCode: item.currency,
  extendedPrice: exact(charge.cost),
  taxPercentage: 0,
  taxRate: 0,
  taxAmount: 0,
  serialNumbers: [{ serialNumber: '' }],
  quantityOrdered: charge.quantity,
  quantityShipped: charge.quantity,
});

const catalogLink = { topic: 'catalog', href: '/resellers/v6/catalog/priceandavailability', type: 'POST' };
const description = (text: string): string => `${text} (subscription)`;

/** GET /resellers/v6/catalog?type=IM::subscription */
function listCatalog({ request, world }: Call): RemoteAnswer {
  return paged(request.query, allPlans(world), 'subscriptionCatalog', '/resellers/v6/catalog', (plan) => {
    const { planId } = numbersOf(plan);
    return {
      plans: [
        {
          planId,
          planName: planName(plan),
          planDescription: description(plan.sku.title),
          subscriptionPeriodSummary: [periodOf(plan.availability.term, 'S')],
          links: [catalogLink, { topic: 'catalog', href: `/resellers/v6/catalog/details?planId=${planId}`, type: 'GET' }],
        },
      ],
    };
  });
}

const units = { P1M: ['MONTH', '1'], P1Y: ['YEAR', '1'], P3Y: ['YEAR', '3'] } as const;
const periodOf = (term: keyof typeof units, plural: '' | 'S') => ({
  subscriptionPeriodUnit: `${units[term][0]}${plural}`,
  subscriptionPeriod: units[term][1],
});

/** Members of a shipped product, all empty for a subscription. */
const nothing = Object.fromEntries(
  'ingramPartNumber vendorPartNumber customerPartNumber productAuthorized description upc productCategory productSubCategory vendorName vendorNumber productStatusCode productClass indicators ciscoFields warrantyInformation additionalInformation'
    .split(' ')
    .map((name) => [name, null]),
);

/** GET /resellers/v6/catalog/details?planId= */
function catalogDetails({ request, world }: Call): RemoteAnswer {
  const wanted = allPlans(world).filter((plan) => numbersOf(plan).planId === request.query.get('planId'));
  if (wanted.length === 0) return refuse(404, 'Plan not found');
  return json(200, {
    ...nothing,
    subscriptionDetails: wanted.map((plan) => ({
      planId: numbersOf(plan).planId,
      planName: planName(plan),
      planDescription: description(plan.sku.title),
      groups: [{ groupName: 'NCE Microsoft 365 (Commercial)', groupDescription: 'Microsoft 365 in new commerce' }],
      subscriptionPeriod: [periodOf(plan.availability.term, '')],
      billingPeriod: { billingPeriod: '1', billingPeriodUnit: plan.availability.billingCycle === 'monthly' ? 'MONTH' : 'YEAR' },
      options: [
        {
          resourceId: numbersOf(plan).productId.slice(3),
          resourceName: plan.sku.title,
          vendorPartNumber: plan.sku.id,
          minUnits: String(plan.sku.minimumQuantity),
          maxUnits: String(plan.sku.maximumQuantity),
          dependsOn: null,
        },
      ],
      links: [catalogLink],
      previousPage: '',
      nextPage: '',
    })),
  });
}

export const xvantageRoutes: readonly Route[] = [
  guarded('/v6/invoices', listInvoices),
  guarded('/v6.1/invoices/{number}', getInvoice),
  guarded('/v6/catalog', listCatalog),
  guarded('/v6/catalog/details', catalogDetails),
];
