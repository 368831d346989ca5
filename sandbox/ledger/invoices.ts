import { Decimal, printDecimal } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { dayMs } from '../world/estate/times.ts';
import { everOf } from '../world/history.ts';
import type { ChargeLine, LedgerAdjustment, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { adjustmentLine, unlistedOf } from './adjustments.ts';
import { allLines } from './lines.ts';
import { periodAfter, periodAt, spanOf } from './periods.ts';
import { type Rules, usualRules } from './rules.ts';
import { oldSum } from './sums.ts';
import { isBilledByMicrosoft, type Wanted } from './wanted.ts';

/** An invoice of new commerce, or a note that amends one. What is on it follows from the ledger. */
export type Invoice = {
  readonly id: string;
  readonly accountId: string;
  readonly period: Period;
  readonly currency: string;
  readonly issuedAt: string;
  readonly documentType: 'invoice' | 'credit_note' | 'adjustment_note';
  readonly amendsOf?: string;
  readonly rules: Rules;
  /** The correction that a note is about. */
  readonly adjustment?: LedgerAdjustment;
};

/** When the invoice of a month is ready: on the 6th, 7th or 8th of the month after, its own instant for each account and month. */
export function issueMsOf(world: World, accountId: string, period: Period): number {
  const random = new Seeded(`${String(world.options.seed)}/issue/${accountId}/${period}`);
  const { invoiceDay } = world.switch('billing');
  const drawn = random.int(6, 8);
  const day = invoiceDay === '6-8' ? drawn : invoiceDay;
  return spanOf(period).toMs + (day - 1) * dayMs + random.int(0, 86_399) * 1000;
}

/** `G` and nine digits, higher every month. */
export function invoiceIdOf(world: World, accountId: string, period: Period, currency: string): string {
  const first = new Seeded(`${String(world.options.seed)}/invoice/${accountId}/${currency}`).int(1, 4_000_000);
  const [year = 2000, month = 1] = period.split('-').map(Number);
  return `G${String(first + ((year - 2000) * 12 + month) * 9973).padStart(9, '0')}`;
}

/** First month that has an invoice. */
export const firstPeriod = (world: World): Period =>
  periodAfter(periodAt(Date.parse(world.options.startsAt)), -world.switch('billing').historyMonths);

/** Invoices and notes of an account that are ready, oldest first. */
export function invoicesOf(world: World, accountId: string): Invoice[] {
  if (!isBilledByMicrosoft(world, accountId)) return [];
  const invoices = [...closedBefore(world, accountId), ...closedSince(world, accountId)];
  const notes = world.tables.ledgerAdjustments
    .by('accountId', accountId)
    .filter((row) => row.into === 'note')
    .map((row): Invoice => noteOf(world, row));
  return [...invoices, ...notes].toSorted((left, right) => (left.issuedAt < right.issuedAt ? -1 : 1));
}

/** Months that were closed before the world began: nothing is kept of them, so the rules of the day count. */
function closedBefore(world: World, accountId: string): Invoice[] {
  const rules = world.switch('billing');
  const known = closedBooks.get(world) ?? new Map<string, Invoice[]>();
  closedBooks.set(world, known);
  const key = `${accountId}/${JSON.stringify(rules)}`;
  const found = known.get(key) ?? derivedBefore(world, accountId, rules);
  known.set(key, found);
  return found.filter((invoice) => world.tables.closedMonths.get(`${accountId}:${invoice.period}:${invoice.currency}`) === undefined);
}

const closedBooks = new WeakMap<World, Map<string, Invoice[]>>();

function derivedBefore(world: World, accountId: string, rules: Rules): Invoice[] {
  const found: Invoice[] = [];
  const startMs = Date.parse(world.options.startsAt);
  for (let period = firstPeriod(world); issueMsOf(world, accountId, period) <= startMs; period = periodAfter(period)) {
    const issuedAt = new Date(issueMsOf(world, accountId, period)).toISOString();
    for (const currency of currenciesOf(world, { accountId, period, untilMs: spanOf(period).toMs, rules }))
      found.push({
        id: invoiceIdOf(world, accountId, period, currency),
        accountId,
        period,
        currency,
        issuedAt,
        documentType: 'invoice',
        rules,
      });
  }
  return found;
}

const closedSince = (world: World, accountId: string): Invoice[] =>
  world.tables.closedMonths.by('accountId', accountId).map((row) => ({
    id: row.invoiceId,
    accountId,
    period: row.period,
    currency: row.currency,
    issuedAt: row.issuedAt,
    documentType: 'invoice',
    // Written by the closing of the month from the switches themselves.
    rules: { ...usualRules, ...(JSON.parse(row.rules) as Rules) },
  }));

function noteOf(world: World, row: LedgerAdjustment): Invoice {
  const amendsOf = invoiceIdOf(world, row.accountId, row.period, row.currency);
  const random = new Seeded(`${String(world.options.seed)}/note/${row.id}`);
  return {
    id: `G${String(900_000_000 + random.int(0, 99_999_999))}`,
    accountId: row.accountId,
    period: row.period,
    currency: row.currency,
    issuedAt: row.madeAt,
    documentType: row.amount.startsWith('-') ? 'credit_note' : 'adjustment_note',
    amendsOf,
    rules: world.switch('billing'),
    adjustment: row,
  };
}

/** `OneTime-G000024130` and `G000024130` are the same. */
export const plainId = (id: string): string => id.replace(/^(onetime|recurring)-/i, '').toUpperCase();

export const findInvoice = (world: World, accountId: string, id: string): Invoice | undefined =>
  invoicesOf(world, accountId).find((invoice) => invoice.id === plainId(id));

/** The lines of an invoice or note; behind a line that a reader names, if he does. */
export function* invoiceLines(world: World, invoice: Invoice, after?: string): Generator<ChargeLine> {
  if (invoice.adjustment !== undefined) {
    if (after === undefined) yield adjustmentLine(world, invoice.adjustment);
    return;
  }
  const { accountId, period, rules } = invoice;
  const wanted: Wanted = { accountId, period, untilMs: spanOf(period).toMs, rules, ...(after === undefined ? {} : { after }) };
  for (const line of allLines(world, wanted)) if (line.currency === invoice.currency) yield line;
}

/** Months that are not on an invoice yet: the running one, and the one before until its invoice is ready. */
export function openPeriod(world: World, accountId: string, which: 'current' | 'previous'): Period | undefined {
  const nowMs = world.clock.nowMs();
  const current = periodAt(nowMs);
  if (which === 'current') return current;
  const previous = periodAfter(current, -1);
  return issueMsOf(world, accountId, previous) > nowMs ? previous : undefined;
}

/** What is not on an invoice yet, in one currency; behind a line that a reader names, if he does. */
export function* unbilledLines(
  world: World,
  accountId: string,
  which: 'current' | 'previous',
  currency: string,
  after?: string,
): Generator<ChargeLine> {
  const period = openPeriod(world, accountId, which);
  if (period === undefined) return;
  const untilMs = Math.min(spanOf(period).toMs, world.clock.nowMs() + 1);
  const wanted: Wanted = { accountId, period, untilMs, rules: world.switch('billing'), ...(after === undefined ? {} : { after }) };
  for (const line of allLines(world, wanted)) if (line.currency === currency.toUpperCase()) yield line;
}

/** Currencies in which a month has lines: as many lines are made as it takes to see each currency once. */
export function currenciesOf(world: World, wanted: Wanted): string[] {
  const possible = new Set<string>();
  for (const id of everOf(world, wanted.accountId)) possible.add(world.tables.subscriptions.get(id)?.currency ?? '');
  for (const row of world.tables.ledgerAdjustments.by('accountId', wanted.accountId)) possible.add(row.currency);
  const found = new Set<string>();
  for (const line of allLines(world, wanted)) {
    found.add(line.currency);
    if (found.size >= possible.size) break;
  }
  return [...found].sort();
}

export type Totals = { readonly lines: number; readonly total: string; readonly tax: string };

const totals = new WeakMap<World, Map<string, Totals>>();

/** What an invoice comes to: the sum of its lines, counted once. */
export function totalsOf(world: World, invoice: Invoice): Totals {
  const known = totals.get(world) ?? new Map<string, Totals>();
  totals.set(world, known);
  const corrections = world.tables.ledgerAdjustments.by('accountId', invoice.accountId).length;
  const key = `${invoice.id}/${String(corrections)}/${JSON.stringify(invoice.rules)}`;
  const found = known.get(key) ?? totalsAnew(world, invoice);
  known.set(key, found);
  return found;
}

/** Of months that were closed before the world began all together, of the others from their lines. */
function totalsAnew(world: World, invoice: Invoice): Totals {
  const { accountId, period, currency, rules } = invoice;
  const { toMs } = spanOf(period);
  const isOld =
    toMs <= Date.parse(world.options.startsAt) && world.tables.closedMonths.get(`${accountId}:${period}:${currency}`) === undefined;
  if (!isOld || invoice.adjustment !== undefined) return sumOf(invoiceLines(world, invoice));
  const { lines, total, tax } = oldSum(world, { accountId, period, untilMs: toMs, rules }, currency, firstPeriod(world));
  return { lines, total: printDecimal(total), tax: printDecimal(tax) };
}

/** What is to be paid: the lines, and corrections that are on the invoice only. */
export function chargedFor(world: World, invoice: Invoice): string {
  const { total } = totalsOf(world, invoice);
  return invoice.adjustment === undefined ? printDecimal(new Decimal(total).plus(unlistedOf(world, invoice))) : total;
}

export function sumOf(lines: Iterable<ChargeLine>): Totals {
  let [count, total, tax] = [0, new Decimal(0), new Decimal(0)];
  for (const line of lines) {
    count += 1;
    total = total.plus(line.total);
    if (line.tax !== '0') tax = tax.plus(line.tax);
  }
  return { lines: count, total: printDecimal(total), tax: printDecimal(tax) };
}
