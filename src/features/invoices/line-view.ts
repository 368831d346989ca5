import { Decimal, parseDecimal, printDecimal } from '../../lib/decimal.ts';
import type { InvoiceKind } from '../../model/invoice.ts';
import { tenantIdOf } from '../reconciliation/files/read/index.ts';
import type { Columns } from './json-columns.ts';
import { profiles, type Role } from './profiles.ts';
import { roleOf } from './scan/columns.ts';

/** A line in our words; texts are the provider's own. */
export type LineView = {
  readonly customerKey: string;
  readonly customerName: string;
  readonly subscriptionKey: string;
  readonly productName: string;
  readonly chargeType: string;
  readonly chargeStart: string;
  readonly chargeEnd: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
};

/** Finds what we show among the columns of a line. Amounts are never made, except a total that a file has only in two parts (M11). */
export function lineView(kind: InvoiceKind, columns: Columns): LineView {
  const texts = new Map<Role, string>();
  for (const [name, text] of columns) {
    const role = roleOf(profiles[kind], name);
    if (role !== undefined && !texts.has(role)) texts.set(role, text);
  }
  const text = (role: Role): string => texts.get(role) ?? '';
  return {
    customerKey: tenantIdOf(text('customer')),
    customerName: text('customerName'),
    subscriptionKey: text('subscription').toLowerCase(),
    productName: text('productName'),
    chargeType: text('chargeType'),
    chargeStart: dayOf(text('chargeStart')),
    chargeEnd: dayOf(text('chargeEnd')),
    quantity: text('quantity'),
    unitPrice: text('unitPrice'),
    subtotal: text('subtotal'),
    tax: text('tax'),
    total: profiles[kind].columns.total === undefined ? both(text('subtotal'), text('tax')) : text('total'),
    currency: text('currency').toUpperCase(),
  };
}

const both = (subtotal: string, tax: string): string =>
  printDecimal((parseDecimal(subtotal) ?? new Decimal(0)).plus(parseDecimal(tax) ?? new Decimal(0)));

/** The date of an instant as the provider writes it; other texts stay as they are. */
const dayOf = (text: string): string => {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  if (american === null) return /^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 10) : text;
  const [, month = '', day = '', year = ''] = american;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
