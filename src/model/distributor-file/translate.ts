import type { RemoteAccount } from '../customer.ts';
import type { DistributorFileField } from '../distributor-file.ts';
import type { DistributorSubscription } from '../subscription.ts';
import { accountIn, Cells, isAboutNothing, productOf, readCurrency } from './cells.ts';
import type { FileProblem, Line, Table } from './parse.ts';
import {
  type DayOrder,
  type DecimalSign,
  dayOrderOf,
  decimalSignOf,
  readAmount,
  readDate,
  readFrequency,
  readSeats,
  readTerm,
  statusOf,
} from './values.ts';

/** A record with the line that tells of it. */
export type FromLine<T> = { readonly line: number; readonly record: T };
export type BadLine = { readonly line: number; readonly id: string; readonly problems: readonly FileProblem[] };
export type Records<T> = { readonly records: readonly FromLine<T>[]; readonly bad: readonly BadLine[] };

/** What a subscription's line says of its customer, and of the product that Microsoft knows. */
export type SuppliedLine = DistributorSubscription & { readonly account: RemoteAccount; readonly sku: string | undefined };

/** Turns each line into a record; lines that cannot be taken are named, and so is the second line of one and the same thing. */
function recordsOf<T>(
  lines: readonly Line[],
  table: Table,
  read: (cells: Cells, line: Line) => { readonly id: string; readonly record: T } | undefined,
): Records<T> {
  const records: FromLine<T>[] = [];
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    const cells = new Cells(table, line);
    const found = read(cells, line);
    const earlier = found === undefined ? undefined : seen.get(found.id);
    if (earlier !== undefined)
      cells.problem(table.kind === 'customers' ? 'accountId' : 'subscriptionId', `is the same as in line ${earlier}`);
    if (found === undefined || cells.problems.length > 0)
      bad.push({ line: line.line, id: found?.id ?? `line ${line.line}`, problems: cells.problems });
    else {
      seen.set(found.id, line.line);
      records.push({ line: line.line, record: found.record });
    }
  }
  return { records, bad };
}

export function accountsOf(table: Table): Records<RemoteAccount> {
  const lines = table.lines.filter((line) => !isAboutNothing(line, ['accountId'], ['name']));
  return recordsOf(lines, table, (cells) => {
    const account = accountIn(cells, 'name');
    if (account === undefined) return undefined;
    const [externalRef, taxId, currency, told] = [cells.id('externalRef'), cells.id('taxId'), cells.text('currency'), cells.text('access')];
    const record: RemoteAccount = {
      ...account,
      active: !['inactive', 'disabled', 'closed', 'deleted', 'blocked'].includes((cells.text('status') ?? '').toLowerCase()),
      ...(externalRef !== undefined && { externalRef }),
      ...(taxId !== undefined && { taxId }),
      ...(currency !== undefined && /^[A-Za-z]{3}$/.test(currency) && { currency: currency.toUpperCase() }),
      ...(told !== undefined && { accessTold: Object.fromEntries(account.tenantIds.map((tenantId) => [tenantId, told])) }),
    };
    return { id: record.remoteId, record };
  });
}

type Signs = { readonly decimal: DecimalSign; readonly days: DayOrder };

const cellsOf = (table: Table, fields: readonly DistributorFileField[]): string[] =>
  table.lines.flatMap((line) => fields.map((field) => line.cell(field)));

/** `today` (UTC date): what ended by then is over, whatever its status says. */
export function subscriptionsOf(table: Table, of: Of): Records<SuppliedLine> {
  const signs: Signs = {
    decimal: decimalSignOf(cellsOf(table, ['unitCost', 'unitPrice', 'seats'])),
    days: dayOrderOf(cellsOf(table, ['startsOn', 'endsOn'])),
  };
  const lines = table.lines.filter((line) => !isAboutNothing(line, ['subscriptionId', 'microsoftId'], ['accountId', 'accountName']));
  return recordsOf(lines, table, (cells) => {
    const account = accountIn(cells, 'accountName');
    const [own, microsoftId, seats] = [
      cells.id('subscriptionId'),
      cells.guid('microsoftId'),
      cells.read('seats', (text) => readSeats(text, signs.decimal)),
    ];
    const remoteId = own ?? microsoftId;
    if (remoteId === undefined && cells.problems.length === 0)
      cells.problem('subscriptionId', 'is empty; which subscription it is cannot be said');
    if (seats === undefined && cells.problems.length === 0) cells.problem('seats', 'is empty');
    const rest = restOf(cells, signs, of);
    if (account === undefined || remoteId === undefined || seats === undefined) return undefined;
    return { id: remoteId, record: { remoteId, account, accountRemoteId: account.remoteId, microsoftId, seats, ...rest } };
  });
}

type Of = { readonly currency: string; readonly today: string };

function restOf(cells: Cells, signs: Signs, { currency, today }: Of) {
  const amount = (field: 'unitCost' | 'unitPrice') => cells.read(field, (text) => readAmount(text, signs.decimal));
  const [term, frequency] = [cells.read('term', readTerm), cells.read('frequency', readFrequency)];
  const days = daysOf(cells, signs.days);
  return {
    ...productOf(cells),
    // Only together they say what is charged; one without the other would be another term than Microsoft's.
    ...(term === undefined || frequency === undefined ? ({ term: 'none', frequency: 'none' } as const) : { term, frequency }),
    ...statusAt(cells.text('status'), days.endsOn, today),
    unitCost: amount('unitCost'),
    unitPrice: amount('unitPrice'),
    currency: cells.read('currency', readCurrency) ?? currency,
    ...days,
  };
}

function daysOf(cells: Cells, order: DayOrder) {
  const day = (field: 'startsOn' | 'endsOn') => cells.read(field, (text) => readDate(text, order));
  const [startsOn, endsOn] = [day('startsOn'), day('endsOn')];
  if (startsOn !== undefined && endsOn !== undefined && endsOn < startsOn) cells.problem('endsOn', `is before the start, ${startsOn}`);
  return { startsOn, endsOn };
}

/** Without a status, what stands in the file is charged until its end. */
function statusAt(told: string | undefined, endsOn: string | undefined, today: string) {
  if (told !== undefined) return { status: statusOf(told), remoteStatus: told };
  const isOver = endsOn !== undefined && endsOn < today;
  return { status: isOver ? ('expired' as const) : ('active' as const), remoteStatus: '' };
}
