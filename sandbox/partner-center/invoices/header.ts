import { Decimal } from '../../../src/lib/decimal.ts';
import { exact } from '../../json.ts';
import { chargedFor, type Invoice } from '../../ledger/invoices.ts';
import { type LegacyInvoice, legacyTotal } from '../../ledger/legacy.ts';
import { lastDayOf } from '../../ledger/periods.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { World } from '../../world/world.ts';
import { link } from '../paging.ts';

/** Any document that the list of invoices shows. */
export type AnyInvoice = ({ readonly kind: 'OneTime' } & Invoice) | ({ readonly kind: 'Recurring' } & LegacyInvoice);

const symbols: Readonly<Record<string, string>> = {
  USD: '$',
  EUR: '€',
  GBP: '£',
  JPY: '¥',
  CNY: '¥',
  INR: '₹',
  KRW: '₩',
  PLN: 'zł',
  BRL: 'R$',
};
/** `$`; the code itself where there is no sign (sample: CHF). */
export const symbolOf = (currency: string): string => symbols[currency] ?? currency;

export const totalOf = (world: World, invoice: AnyInvoice): string =>
  invoice.kind === 'OneTime' ? chargedFor(world, invoice) : legacyTotal(world, invoice);

/** Due 60 days after it was issued; paid on that day. Notes are settled with the next payment. */
export const paymentDays = 60;
export const isPaid = (world: World, invoice: AnyInvoice): boolean =>
  Date.parse(invoice.issuedAt) + paymentDays * dayMs <= world.clock.nowMs();

/** What is still owed, and what was paid. */
export const paidOf = (world: World, invoice: AnyInvoice): string => (isPaid(world, invoice) ? totalOf(world, invoice) : '0');

const detailsOf = (invoice: AnyInvoice, withLinks: boolean) =>
  kindsOf(invoice).map(([provider, type, path]) => ({
    invoiceLineItemType: type,
    billingProvider: provider,
    ...(withLinks ? { links: { self: link(`/invoices/${invoice.kind}-${invoice.id}/lineitems/${path}`) } } : {}),
    attributes: { objectType: 'InvoiceDetail' },
  }));

function kindsOf(invoice: AnyInvoice): readonly (readonly [provider: string, type: string, path: string])[] {
  if (invoice.kind === 'Recurring') {
    return [
      ['office', 'billing_line_items', 'Office/BillingLineItems'],
      ['azure', 'billing_line_items', 'Azure/BillingLineItems'],
      ['azure', 'usage_line_items', 'Azure/UsageLineItems'],
    ];
  }
  const lines = ['one_time', 'billing_line_items', 'OneTime/BillingLineItems'] as const;
  return invoice.adjustment === undefined ? [lines, ['one_time', 'usage_line_items', 'OneTime/UsageLineItems']] : [lines];
}

/** What every form of an invoice has. */
function core(world: World, invoice: AnyInvoice, withLinks: boolean) {
  return {
    id: invoice.id,
    invoiceDate: wireInstant(invoice.issuedAt),
    totalCharges: exact(totalOf(world, invoice)),
    paidAmount: exact(paidOf(world, invoice)),
    currencyCode: invoice.currency,
    currencySymbol: symbolOf(invoice.currency),
    ...(withLinks ? { pdfDownloadLink: `/invoices/${invoice.id}/documents/statement` } : {}),
    ...(withLinks && isTaiwan(invoice) ? { taxReceipts: [taxReceipt(invoice)] } : {}),
    invoiceDetails: detailsOf(invoice, withLinks),
  };
}

/** Seven digits of fractions as in the samples would be invented: the world counts milliseconds. */
const wireInstant = (instant: string): string => instant.replace('.000Z', 'Z');

const isTaiwan = (invoice: AnyInvoice): boolean => invoice.currency === 'TWD';
export const taxReceipt = (invoice: AnyInvoice) => {
  const id = String(100_000 + (Number.parseInt(invoice.id.slice(1), 36) % 900_000));
  return { id, taxReceiptPdfDownloadLink: `/invoices/${invoice.id}/receipts/${id}/documents/statement` };
};

/** A note below the invoice that it amends. */
const amendment = (world: World, invoice: AnyInvoice) => ({
  ...core(world, invoice, false),
  documentType: documentTypeOf(invoice),
  amendsOf: invoice.kind === 'OneTime' ? invoice.amendsOf : undefined,
  invoiceType: invoice.kind,
  attributes: { objectType: 'Invoice' },
});

const documentTypeOf = (invoice: AnyInvoice): string => (invoice.kind === 'OneTime' ? invoice.documentType : 'invoice');

/** An invoice with the notes that amend it; asked for by id it names its billing period too. */
export function invoiceAnswer(world: World, invoice: AnyInvoice, notes: readonly AnyInvoice[], byId: boolean) {
  const period =
    invoice.kind === 'OneTime' ? { from: `${invoice.period}-01`, to: lastDayOf(invoice.period) } : { from: invoice.from, to: invoice.to };
  return {
    ...core(world, invoice, true),
    ...(byId ? { billingPeriodStartDate: `${period.from}T00:00:00Z`, billingPeriodEndDate: `${period.to}T00:00:00Z` } : {}),
    ...(notes.length === 0 ? {} : { amendments: notes.map((note) => amendment(world, note)) }),
    documentType: documentTypeOf(invoice),
    ...(invoice.kind === 'OneTime' && invoice.amendsOf !== undefined ? { amendsOf: invoice.amendsOf } : {}),
    invoiceType: invoice.kind,
    links: { self: link(`/invoices/${invoice.kind}-${invoice.id}`) },
    attributes: { objectType: 'Invoice' },
  };
}

const never = '0001-01-01T00:00:00';

type Balance = {
  readonly balance: Decimal;
  readonly lastPayment: AnyInvoice | undefined;
  readonly first: AnyInvoice | undefined;
  readonly latest: AnyInvoice | undefined;
};

function balanceOf(world: World, invoices: readonly AnyInvoice[]): Balance {
  let balance = new Decimal(0);
  let lastPayment: AnyInvoice | undefined;
  for (const invoice of invoices) {
    if (isPaid(world, invoice)) lastPayment = invoice;
    else balance = balance.plus(totalOf(world, invoice));
  }
  return { balance, lastPayment, first: invoices[0], latest: invoices.at(-1) };
}

/** Dates of new commerce are told without a zone here, those of the old with one. */
const summaryDate = (invoice: AnyInvoice | undefined): string => {
  if (invoice === undefined) return never;
  const told = wireInstant(invoice.issuedAt);
  return invoice.kind === 'OneTime' ? told.replace('Z', '') : told;
};

const plainSummary = (world: World, currency: string, invoices: readonly AnyInvoice[]) => {
  const { balance, lastPayment, first, latest } = balanceOf(world, invoices);
  return {
    balanceAmount: exact(balance.toFixed()),
    currencyCode: currency,
    currencySymbol: symbolOf(currency),
    accountingDate: summaryDate(latest),
    firstInvoiceCreationDate: summaryDate(first),
    lastPaymentDate:
      lastPayment === undefined
        ? never
        : new Date(Date.parse(lastPayment.issuedAt) + paymentDays * dayMs).toISOString().replace('.000Z', 'Z'),
    lastPaymentAmount: exact(lastPayment === undefined ? '0' : totalOf(world, lastPayment)),
    latestInvoiceDate: summaryDate(latest),
  };
};

/** What is owed in one currency, and how it divides over the kinds of invoices. */
export function summaryAnswer(world: World, currency: string, invoices: readonly AnyInvoice[]) {
  const own = invoices.filter((invoice) => invoice.currency === currency);
  const kinds = (['Recurring', 'OneTime'] as const).filter((kind) => own.some((invoice) => invoice.kind === kind));
  return {
    ...plainSummary(world, currency, own),
    details: kinds.map((kind) => ({
      invoiceType: kind,
      summary: {
        ...plainSummary(
          world,
          currency,
          own.filter((invoice) => invoice.kind === kind),
        ),
        attributes: { objectType: 'InvoiceSummary' },
      },
    })),
    links: { self: link('/invoices/summary') },
    attributes: { objectType: 'InvoiceSummary' },
  };
}
