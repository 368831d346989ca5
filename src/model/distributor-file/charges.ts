import { Decimal, printDecimal, sumDecimals } from '../../lib/decimal.ts';
import type { DistributorFileField, ToldInvoice } from '../distributor-file.ts';
import type { BillingFrequency } from '../term.ts';
import { accountIn, Cells, productOf, readCurrency, saysSum } from './cells.ts';
import { chargeKindOf, itemTerms, wholePeriod } from './charge-kinds.ts';
import type { FileProblem, Line, Table } from './parse.ts';
import { dayOrderOf, decimalSignOf, isNothing, readAmount, readDate, readFrequency } from './values.ts';

/** One line of an invoice as an item has it here (distributors reference 2.7, 6.4): what the partner pays, as decimal text. */
export type ChargeItem = {
  readonly companyId: string;
  readonly companyName: string;
  /** Of the distributor, else Microsoft's; '' for what is about none. */
  readonly subscriptionId: string;
  readonly productId: string;
  readonly productName: string;
  readonly type: string;
  readonly startPeriod: string;
  readonly endPeriod: string;
  readonly term: string;
  readonly quantity: string;
  readonly cost: string;
  readonly costTotal: string;
  readonly currencyCode: string;
};

export type FileCharge = {
  readonly line: number;
  /** '' where the line does not say. */
  readonly invoice: string;
  readonly item: ChargeItem;
  /** What of it cannot be taken. Such a line stays on its invoice, with its own text where an amount or a day should be, so that nothing is left away. */
  readonly problems: readonly FileProblem[];
};

export type FileCharges = {
  readonly charges: readonly FileCharge[];
  /** What the last line of the file says all lines are together; undefined where it has no such line. */
  readonly sum: string | undefined;
};

type Signs = { readonly decimal: ReturnType<typeof decimalSignOf>; readonly days: ReturnType<typeof dayOrderOf> };

/** What a file charges, line by line and in its order. Pure. */
export function chargesOf(table: Table, { currency }: { readonly currency: string }): FileCharges {
  const cells = (...fields: readonly DistributorFileField[]) => table.lines.flatMap((line) => fields.map((field) => line.cell(field)));
  const signs: Signs = {
    decimal: decimalSignOf(cells('amount', 'unitCost', 'quantity')),
    days: dayOrderOf(cells('startsOn', 'endsOn')),
  };
  const sums = table.lines.filter(isSum);
  const charges = table.lines
    .filter((line) => !isSum(line) && !isEmpty(line))
    .map((line) => chargeIn(line, new Cells(table, line), { ...signs, currency }));
  const [sum] = sums;
  const read =
    sum === undefined || sums.length > 1 || sum !== table.lines.at(-1) ? undefined : readAmount(sum.cell('amount'), signs.decimal);
  return { charges, sum: read !== undefined && 'value' in read ? read.value : undefined };
}

const names = ['invoiceNumber', 'accountId', 'accountName', 'productName', 'subscriptionId'] as const;

/** A charge without a customer is one all the same, of the partner itself. Only what calls itself a sum and is about nothing is none. */
const isSum = (line: Line): boolean =>
  names.some((field) => saysSum(line.cell(field))) && names.every((field) => isNothing(line.cell(field)) || saysSum(line.cell(field)));
const isEmpty = (line: Line): boolean =>
  [...names, 'amount', 'quantity', 'startsOn'].every((field) => isNothing(line.cell(field as DistributorFileField)));

function chargeIn(line: Line, cells: Cells, signs: Signs & { readonly currency: string }): FileCharge {
  const told = toldIn(cells, signs);
  const { startsOn, endsOn, total, quantity, cost, subscriptionId } = told;
  const kind = cells.text('chargeKind');
  const type = kind === undefined ? kindByPeriod(told) : chargeKindOf(kind);
  const about = aboutWhom(line, cells);
  const [currencyCode = signs.currency, invoice = ''] = [cells.read('currency', readCurrency), cells.id('invoiceNumber')];
  needs(cells, { total, quantity, startsOn, isPeriod: type === 'subscription' && subscriptionId !== '' });
  return {
    line: line.line,
    invoice,
    item: {
      ...about,
      ...{ subscriptionId, type, currencyCode },
      startPeriod: startsOn ?? unread(cells, 'startsOn'),
      endPeriod: endsOn ?? unread(cells, 'endsOn'),
      term: termOf(told),
      quantity: quantity ?? unread(cells, 'quantity'),
      cost: cost ?? unitOf(total, quantity) ?? unread(cells, 'unitCost'),
      costTotal: total ?? (unread(cells, 'amount') || 'unreadable: nothing'),
    },
    problems: cells.problems,
  };
}

function toldIn(cells: Cells, signs: Signs): Told & { readonly cost: string | undefined; readonly quantity: string | undefined } {
  const amount = (field: 'amount' | 'unitCost' | 'quantity') => cells.read(field, (text) => readAmount(text, signs.decimal));
  const day = (field: 'startsOn' | 'endsOn') => cells.read(field, (text) => readDate(text, signs.days));
  const [own, microsoftId] = [cells.id('subscriptionId'), cells.guid('microsoftId')];
  return {
    subscriptionId: own ?? microsoftId ?? '',
    frequency: cells.read('frequency', readFrequency),
    ...{ total: amount('amount'), cost: amount('unitCost'), quantity: amount('quantity') },
    ...{ startsOn: day('startsOn'), endsOn: day('endsOn') },
  };
}

/** A charge may be about no customer and no product: what is there is read. */
function aboutWhom(line: Line, cells: Cells): Pick<ChargeItem, 'companyId' | 'companyName' | 'productId' | 'productName'> {
  const has = (...fields: readonly DistributorFileField[]): boolean => fields.some((field) => !isNothing(line.cell(field)));
  const account = has('accountId', 'accountName') ? accountIn(cells, 'accountName') : undefined;
  const product = has('productId', 'productName', 'sku') ? productOf(cells) : undefined;
  return {
    ...{ companyId: account?.remoteId ?? '', companyName: account?.name ?? '' },
    ...{ productId: product?.productRemoteId ?? '', productName: product?.productName ?? '' },
  };
}

/** Nobody may take such a text for an amount or a day: a `1,234` that could be either is read by nobody. */
const unread = ({ unreadable }: Cells, field: DistributorFileField): string => {
  const text = unreadable.get(field);
  return text === undefined ? '' : `unreadable: ${text.slice(0, 200)}`;
};

type Needed = { readonly total?: string | undefined; readonly quantity?: string | undefined; readonly startsOn?: string | undefined };

/** What is empty; what cannot be read is said already. */
function needs(cells: Cells, { total, quantity, startsOn, isPeriod }: Needed & { readonly isPeriod: boolean }): void {
  const empty = (field: DistributorFileField, value: string | undefined): void => {
    if (value === undefined && !cells.unreadable.has(field)) cells.problem(field, 'is empty');
  };
  empty('amount', total);
  if (!isPeriod) return;
  empty('quantity', quantity);
  empty('startsOn', startsOn);
}

type Told = {
  readonly startsOn: string | undefined;
  readonly endsOn: string | undefined;
  readonly frequency: BillingFrequency | undefined;
  readonly total: string | undefined;
  readonly subscriptionId: string;
};

/**
 * Without a word for it: a whole period of a subscription is its regular charge, a part of one a change inside it, what is given back a credit,
 * and whatever is about no subscription a charge of its own. Our reading.
 */
function kindByPeriod({ startsOn, endsOn, frequency, total, subscriptionId }: Told): string {
  if (total?.startsWith('-') === true) return 'service-credit';
  if (subscriptionId === '') return 'service-charge';
  if (frequency === 'none') return 'usage';
  if (frequency === 'oneTime') return 'one-time';
  if (startsOn === undefined || endsOn === undefined) return frequency === undefined ? 'service-charge' : 'subscription';
  return wholePeriod(startsOn, endsOn) === undefined ? 'prorate' : 'subscription';
}

/** How often it is charged: as the file says, else by its days. '' where neither tells; then it is held against no seats. */
function termOf({ startsOn, endsOn, frequency }: Told): string {
  const found = frequency ?? (startsOn === undefined || endsOn === undefined ? undefined : wholePeriod(startsOn, endsOn));
  return found === undefined ? '' : itemTerms[found];
}

/** Where a file has no cost of one unit, its amount by its quantity, to the sixth place. */
function unitOf(total: string | undefined, quantity: string | undefined): string | undefined {
  if (total === undefined || quantity === undefined || new Decimal(quantity).isZero()) return total;
  return printDecimal(new Decimal(total).div(quantity).toDecimalPlaces(6));
}

/** One invoice of a file. */
export type FileInvoice = {
  readonly number: string;
  /** The month that most of its lines begin in; undefined where none says. */
  readonly period: string | undefined;
  readonly charges: readonly FileCharge[];
  /** Readable amounts by currency. */
  readonly sums: readonly { readonly currency: string; readonly total: string }[];
  /** Lines that are a whole period of a subscription: what is held against seats and costs. */
  readonly periods: number;
  /** Control total: what a person said, else the last line of the file. Only of a file that is one invoice. */
  readonly control: string | undefined;
};

/** The invoices of a file in the order of their first lines; a line that names none is of the one that a person named, or of the only one. */
export function invoicesOf({ charges, sum }: FileCharges, told: ToldInvoice): FileInvoice[] {
  const named = [...new Set(charges.map(({ invoice }) => invoice).filter((number) => number !== ''))];
  const own = told.number ?? (named.length === 1 ? named[0] : undefined) ?? '';
  const groups = Map.groupBy(charges, ({ invoice }) => (invoice === '' ? own : invoice));
  return [...groups].map(([number, its]) => ({
    number,
    period: told.period ?? commonestMonth(its),
    charges: its,
    sums: [...Map.groupBy(its, ({ item }) => item.currencyCode)].map(([currency, same]) => ({
      currency,
      total: printDecimal(sumDecimals(same.filter(isReadable).map(({ item }) => new Decimal(item.costTotal)))),
    })),
    periods: its.filter(({ item }) => item.type === 'subscription' && item.term !== '' && item.subscriptionId !== '').length,
    control: groups.size === 1 ? (told.total ?? sum) : undefined,
  }));
}

/** The later one of two that have as many lines. */
function commonestMonth(charges: readonly FileCharge[]): string | undefined {
  const months = charges.map(({ item }) => item.startPeriod.slice(0, 7)).filter((month) => /^\d{4}-\d{2}$/.test(month));
  const counted = [...Map.groupBy(months, (month) => month)].map(([month, its]) => ({ month, lines: its.length }));
  return counted.toSorted((a, b) => b.lines - a.lines || (a.month < b.month ? 1 : -1))[0]?.month;
}

const isReadable = ({ item }: FileCharge): boolean => !item.costTotal.startsWith('unreadable');

/** An invoice as the items of every distributor are kept: one JSON object a line, each with the line of the file it was read from. */
export const itemLines = ({ charges }: Pick<FileInvoice, 'charges'>): string =>
  charges.map(({ line, item }) => `${JSON.stringify({ ...item, fileLine: line })}\n`).join('');
