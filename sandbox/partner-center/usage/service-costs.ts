import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { invoiceLines, invoicesOf } from '../../ledger/invoices.ts';
import { type LegacyInvoice, legacyInvoicesOf, legacySeatLines } from '../../ledger/legacy.ts';
import { lastDayOf } from '../../ledger/periods.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { ChargeLine } from '../../world/types.ts';
import type { Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { type Refusal, refuse } from '../errors.ts';
import { symbolOf } from '../invoices/header.ts';
import { collection, link } from '../paging.ts';
import { amount } from './amounts.ts';

/** One line of what a customer cost in the last billing period, of either commerce. */
type Cost = Pick<ChargeLine, 'orderId' | 'subscriptionId' | 'chargeType' | 'quantity' | 'unitPrice' | 'subtotal' | 'tax' | 'total'> & {
  readonly offerId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
};
type Period = {
  readonly kind: 'Recurring' | 'OneTime';
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly costs: readonly Cost[];
};

/** The last closed month of new commerce, and the last legacy period if it is a recent one. */
function periodsOf(call: Call, { customer }: KnownCustomer): Period[] {
  return [...recurring(call, customer.id), ...oneTime(call, customer.id)].filter(({ costs }) => costs.length > 0);
}

function oneTime({ world, account }: Call, customerId: string): Period[] {
  const invoice = invoicesOf(world, account.id).findLast(({ documentType }) => documentType === 'invoice');
  if (invoice === undefined) return [];
  const lines = Iterator.from(invoiceLines(world, invoice)).filter((line) => line.customerId === customerId);
  return [
    {
      kind: 'OneTime',
      from: `${invoice.period}-01T00:00:00Z`,
      to: `${lastDayOf(invoice.period)}T23:59:59.9999999Z`,
      currency: invoice.currency,
      costs: lines.map(costOf).toArray(),
    },
  ];
}

const costOf = (line: ChargeLine): Cost => ({
  ...line,
  offerId: `${line.productId}:${line.skuId}:${line.availabilityId}`,
  name: line.skuName,
  from: line.chargeStart,
  to: line.chargeEnd,
});

function recurring({ world, account }: Call, customerId: string): Period[] {
  const invoice = legacyInvoicesOf(world, account.id).at(-1);
  if (invoice === undefined || Date.parse(invoice.issuedAt) + 62 * dayMs < world.clock.nowMs()) return [];
  const lines = Iterator.from(legacySeatLines(world, invoice)).filter((line) => line.customer.id === customerId);
  const costs = lines.map(
    (line): Cost => ({
      orderId: line.orderId,
      subscriptionId: line.subscriptionId,
      chargeType: 'cycleCharge',
      quantity: String(line.quantity),
      unitPrice: line.unitPrice,
      subtotal: line.amount,
      tax: '0',
      total: line.amount,
      offerId: line.offerId,
      name: line.name,
      ...daysOf(invoice),
    }),
  );
  return [
    {
      kind: 'Recurring',
      from: `${invoice.from}T00:00:00Z`,
      to: `${invoice.to}T00:00:00Z`,
      currency: invoice.currency,
      costs: costs.toArray(),
    },
  ];
}

const daysOf = ({ from, to }: LegacyInvoice) => ({ from, to });

const sumOf = (costs: readonly Cost[], member: 'subtotal' | 'tax' | 'total') =>
  amount(printDecimal(costs.reduce((sum, cost) => sum.plus(cost[member]), new Decimal(0))));

const totals = ({ from, to }: Pick<Period, 'from' | 'to'>, costs: readonly Cost[]) => ({
  billingStartDate: from,
  billingEndDate: to,
  pretaxTotal: sumOf(costs, 'subtotal'),
  tax: sumOf(costs, 'tax'),
  afterTaxTotal: sumOf(costs, 'total'),
});

/** `GET /v1/customers/{id}/servicecosts/mostrecent` */
export function costSummary(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const periods = periodsOf(call, known);
  const [first] = periods;
  if (first === undefined) return refuse(1000);
  const customerId = known.customer.id;
  const base = `/customers/${customerId}/servicecosts/MostRecent`;
  return json(200, {
    ...totals(
      first,
      periods.flatMap(({ costs }) => costs),
    ),
    currencySymbol: symbolOf(first.currency),
    customerId,
    details: periods.map((period) => ({
      invoiceType: period.kind,
      summary: {
        ...totals(period, period.costs),
        currencyCode: period.currency,
        currencySymbol: symbolOf(period.currency),
        customerId,
        links: {},
        attributes: { objectType: 'ServiceCostsSummary' },
      },
    })),
    links: { serviceCostLineItems: link(`${base}/lineitems`), self: link(base) },
    attributes: { objectType: 'ServiceCostsSummary' },
  });
}

/** `GET /v1/customers/{id}/servicecosts/mostrecent/lineitems` */
export function costLines(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const { customer, relationship } = known;
  const items = periodsOf(call, known).flatMap(({ costs, currency, kind }) =>
    costs.map((cost) => ({
      startDate: `${cost.from}T00:00:00Z`,
      endDate: `${cost.to}T00:00:00Z`,
      subscriptionFriendlyName: cost.name,
      subscriptionId: cost.subscriptionId,
      orderId: cost.orderId,
      offerId: cost.offerId,
      offerName: cost.name,
      resellerMPNId: relationship.resellerMpnId ?? '0',
      chargeType: cost.chargeType,
      quantity: amount(cost.quantity),
      unitPrice: amount(cost.unitPrice),
      pretaxTotal: amount(cost.subtotal),
      tax: amount(cost.tax),
      afterTaxTotal: amount(cost.total),
      currencyCode: currency,
      currencySymbol: symbolOf(currency),
      customerId: customer.id,
      customerName: customer.name,
      invoiceType: kind,
      attributes: { objectType: 'ServiceCostLineItem' },
    })),
  );
  return json(200, collection(items, { self: link(`/customers/${customer.id}/servicecosts/MostRecent/lineitems`) }));
}
