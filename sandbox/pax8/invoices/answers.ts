import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { type ExactNumber, exactNumber, type JsonObject } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import type { World } from '../../world/world.ts';
import { dayText } from '../dates.ts';
import type { Invoice } from './invoices.ts';
import type { Charge } from './ledger.ts';

const money = (value: Decimal): ExactNumber => exactNumber(printDecimal(value));

export type InvoiceStatus = 'Unpaid' | 'Paid' | 'Carried' | 'Nothing Due' | 'Credited';

export const dueDate = ({ month }: Invoice): string => `${month}-15`;

/** Unpaid until its due day, then paid; nothing due when it comes to nothing, carried when the partner has money left. */
export function statusOf(invoice: Invoice, today: string): InvoiceStatus {
  if (invoice.creditedAt !== undefined) return 'Credited';
  if (invoice.total.isZero()) return 'Nothing Due';
  if (invoice.total.isNegative()) return 'Carried';
  return today > dueDate(invoice) ? 'Paid' : 'Unpaid';
}

export const balanceOf = (invoice: Invoice, today: string): Decimal =>
  statusOf(invoice, today) === 'Unpaid' ? invoice.total : new Decimal(0);

export const carriedOf = (invoice: Invoice, today: string): Decimal =>
  statusOf(invoice, today) === 'Carried' ? invoice.total : new Decimal(0);

export const invoiceAnswer = (invoice: Invoice, today: string): JsonObject => ({
  id: invoice.id,
  total: money(invoice.total),
  currencyCode: invoice.account.currency,
  balance: money(balanceOf(invoice, today)),
  carriedBalance: money(carriedOf(invoice, today)),
  status: statusOf(invoice, today),
  invoiceDate: `${invoice.month}-01`,
  dueDate: dueDate(invoice),
  partnerName: invoice.account.name,
});

/**
 * One item. `subTotal` and `amountDue` follow the cost side on invoices and the price side in drafts, as the vendor's two examples do.
 * It has no id, as there.
 */
export function itemAnswer(world: World, charge: Charge, isDraft: boolean): JsonObject {
  const { subscription, quantity, cost, price } = charge;
  const product = must(world.tables.distributorProducts.get(subscription.productId), 'product');
  const company = world.tables.distributorCompanies.get(subscription.companyId);
  const costTotal = cost.times(quantity);
  const total = price.times(quantity);
  return {
    type: charge.type,
    purchaseOrderNumber: 'N/A',
    companyId: subscription.companyId,
    externalId: company?.externalId,
    companyName: company?.name ?? '',
    startPeriod: dayText(charge.startPeriod),
    endPeriod: dayText(charge.endPeriod),
    quantity: money(quantity),
    unitOfMeasure: product.unitOfMeasurement,
    term: charge.term,
    sku: product.sku,
    description: product.name,
    rateType: subscription.usage === true ? 'markup' : 'single',
    chargeType: 'per',
    price: money(price),
    subTotal: money(isDraft ? total : costTotal),
    cost: money(cost),
    costTotal: money(costTotal),
    offeredBy: 'Pax8',
    billedByPax8: false,
    total: money(total),
    productId: product.id,
    productName: product.name,
    billingFee: 0,
    billingFeeRate: 0,
    amountDue: money(isDraft ? total : costTotal),
    currencyCode: subscription.currency,
    salesTax: 0,
    subscriptionId: subscription.id,
    vendorName: product.vendorName,
  };
}
