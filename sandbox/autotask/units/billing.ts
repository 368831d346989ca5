import { Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { cents } from '../../cents.ts';
import type { AutotaskRow } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import type { View } from '../query/matches.ts';
import type { UnitRow } from './ledger.ts';
import { contractOf, type LineKind, lifeOf, nextPostDay, postDayAfter, rowsOfLine, unitNumber } from './lines.ts';

/** Amounts are rounded to two decimals when they are posted. */

type Posted = { readonly id: number; readonly at: string; readonly row?: UnitRow; readonly price: string; readonly cost: string } & {
  readonly adjustment?: number;
  readonly units: number;
};

/** What was really posted of a line: each period once, as it stood on its post day, and what later changes of it added or took away. */
function postedOf(world: World, line: AutotaskRow, contract: AutotaskRow): Posted[] {
  const log = line.log ?? [];
  const { months } = lifeOf(world, contract);
  const now = world.now();
  const parts = new Map<number, UnitRow[]>();
  const rowsAfter = (changes: number): UnitRow[] => {
    const rows = parts.get(changes) ?? rowsOfLine(world, line, contract, log.slice(0, changes));
    parts.set(changes, rows);
    return rows;
  };
  const posted: Posted[] = [];
  for (const period of new Set(rowsAfter(log.length).map((row) => row.period))) {
    const at = postDayAfter(world, period, months);
    if (at > now) break;
    const told = log.filter((change) => change.madeAt <= at).length;
    for (const row of rowsAfter(told).filter((one) => one.period === period))
      posted.push({ id: unitNumber(line, row.start), at, row, price: cents(row.price), cost: cents(row.cost), units: row.units });
  }
  for (const [index, change] of log.entries()) {
    const at = nextPostDay(world, change.madeAt);
    if (at > now) continue;
    const late = (rows: UnitRow[]): UnitRow[] => rows.filter((row) => postDayAfter(world, row.period, months) < change.madeAt);
    const [before, after] = [late(rowsAfter(index)), late(rowsAfter(index + 1))];
    const price = sumOf(after, 'price').minus(sumOf(before, 'price'));
    const cost = sumOf(after, 'cost').minus(sumOf(before, 'cost'));
    if (price.isZero() && cost.isZero()) continue;
    posted.push({
      id: line.number * 8192 + 8191 - index,
      at,
      price: cents(price),
      cost: cents(cost),
      units: change.units,
      ...(change.adjustment === undefined ? {} : { adjustment: change.adjustment }),
    });
  }
  return posted.sort((a, b) => a.id - b.id);
}

const sumOf = (rows: readonly UnitRow[], of: 'price' | 'cost'): Decimal => rows.reduce((total, row) => total.plus(row[of]), new Decimal(0));

/** Numbers of invoices: one for each company and post day. */
const invoiceNumber = (companyID: number, at: string): number =>
  Math.max(0, companyID - 29_750_000) * 1000 + (Number(at.slice(0, 4)) - 2010) * 12 + Number(at.slice(5, 7));

export function* billingItems(world: World, kind: LineKind, lines: Iterable<AutotaskRow>): Generator<View> {
  for (const line of lines) {
    const contract = contractOf(world, line);
    if (contract === undefined) continue;
    const offer = world.tables.autotaskRows.get(`${kind.offers}/${String(line.values[kind.offerField])}`);
    const name = String(offer?.values['name'] ?? '');
    for (const item of postedOf(world, line, contract)) yield { values: itemValues(kind, { line, contract, item, name }), udf: {} };
  }
}

type ItemFacts = { readonly line: AutotaskRow; readonly contract: AutotaskRow; readonly item: Posted; readonly name: string };

function itemValues(kind: LineKind, { line, contract, item, name }: ItemFacts): View['values'] {
  const companyID = Number(contract.values['companyID']);
  const each = new Decimal(item.units === 0 ? '0' : item.price).div(item.units === 0 ? 1 : item.units);
  const rate = item.row === undefined ? String(line.values['unitPrice'] ?? '0') : printDecimal(each.toDecimalPlaces(4));
  const part = kind.lineField.replace(/ID$/, '');
  return {
    id: item.id,
    billingItemType: 4,
    companyID,
    contractID: contract.number,
    [kind.lineField]: line.number,
    [kind.offerField]: Number(line.values[kind.offerField]),
    [`${part}PeriodID`]: item.row === undefined ? null : item.id,
    [`${part}AdjustmentID`]: item.adjustment ?? null,
    itemName: name,
    description: String(line.values['invoiceDescription'] ?? ''),
    itemDate: `${item.row?.start ?? item.at.slice(0, 10)}T00:00:00`,
    quantity: String(item.units),
    rate,
    extendedPrice: item.price,
    totalAmount: item.price,
    ourCost: item.cost,
    internalCurrencyRate: rate,
    internalCurrencyExtendedPrice: item.price,
    internalCurrencyTotalAmount: item.price,
    taxDollars: '0.00',
    internalCurrencyTaxDollars: '0.00',
    nonBillable: 0,
    invoiceID: invoiceNumber(companyID, item.at),
    postedDate: item.at,
    postedOnTime: item.at,
  };
}

/** The invoices that posted items of a company add up to. */
export function invoicesOf(items: Iterable<View>): View[] {
  const totals = new Map<number, { readonly companyID: number; readonly at: string; total: Decimal }>();
  for (const { values } of items) {
    const id = Number(values['invoiceID']);
    const found = totals.get(id) ?? { companyID: Number(values['companyID']), at: String(values['postedDate']), total: new Decimal(0) };
    found.total = found.total.plus(String(values['totalAmount']));
    totals.set(id, found);
  }
  return [...totals]
    .sort(([a], [b]) => a - b)
    .map(([id, { companyID, at, total }]) => ({ udf: {}, values: invoiceValues(id, companyID, at, total) }));
}

function invoiceValues(id: number, companyID: number, at: string, total: Decimal): View['values'] {
  const posted = new Date(at);
  const from = new Date(Date.UTC(posted.getUTCFullYear(), posted.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
  const to = new Date(Date.UTC(posted.getUTCFullYear(), posted.getUTCMonth(), 0)).toISOString().slice(0, 10);
  const due = new Date(posted.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  return {
    id,
    companyID,
    batchID: Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7)),
    invoiceNumber: String(id),
    invoiceDateTime: at,
    createDateTime: at,
    fromDate: `${from}T00:00:00`,
    toDate: `${to}T00:00:00`,
    dueDate: `${due}T00:00:00`,
    invoiceTotal: total.toFixed(2),
    totalTaxValue: '0.00',
    isVoided: false,
    paymentTerm: 30,
    comments: '',
    orderNumber: '',
  };
}
