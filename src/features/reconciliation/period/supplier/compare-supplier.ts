import { printDecimal, sumDecimals } from '../../../../lib/decimal.ts';
import type { DifferenceKind } from '../../../../model/difference-kind.ts';
import { everything, inScope } from '../../../../platform/db/transaction.ts';
import type { Context } from '../../../context.ts';
import type { ProblemList } from '../../files/problem.ts';
import type { KnownSource } from '../../sources.ts';
import type { ControlTotal } from '../control-totals.ts';
import type { ChargedMonth } from '../month.ts';
import type { OfTenant } from '../of-tenant.ts';
import type { PublishedFile } from '../published.ts';
import { judgeItems, supplierKinds } from './judge-items.ts';
import { loadSeatsTold } from './load-seats-told.ts';
import { loadSupply } from './load-supply.ts';
import { type ReadItems, readItems } from './read-items.ts';
import { toDifference } from './to-difference.ts';

export type SupplierComparison = {
  readonly found: readonly OfTenant[];
  readonly unproven: readonly DifferenceKind[];
  readonly leftOut: readonly string[];
  readonly control: readonly ControlTotal[];
};

export type SupplierGiven = {
  readonly files: readonly PublishedFile[];
  readonly sources: readonly KnownSource[];
};

/** Holds a month's invoices of distributors against what they and Microsoft had in that month. Files are read before the database is asked. */
export async function compareSupplier(
  { db }: Pick<Context, 'db'>,
  month: ChargedMonth,
  { files, sources }: SupplierGiven,
  problems: ProblemList,
): Promise<SupplierComparison> {
  const invoices = files.filter(({ holds }) => holds === 'items');
  if (invoices.length === 0) return { found: [], unproven: supplierKinds, leftOut: [], control: [] };
  const read: ReadItems[] = [];
  for (const file of invoices) read.push(await readItems(file, problems));
  const connectionIds = [...new Set(invoices.map(({ connectionId }) => connectionId))];
  const complete = new Set(
    sources.filter(({ verdict, failedUnits }) => verdict === 'complete' && failedUnits.size === 0).map((source) => source.connectionId),
  );
  const loaded = await inScope(db, everything, async (tx) => loadSupply(tx, connectionIds, await loadSeatsTold(tx, month.start), month));
  const found = judgeItems(read, { ...loaded, complete }, month).map((each) => toDifference(each, month.period, loaded.tenants));
  const isWhole = read.every(({ isComplete }) => isComplete) && connectionIds.every((id) => complete.has(id));
  return {
    found,
    unproven: isWhole ? [] : supplierKinds,
    leftOut: isWhole ? [] : ['Invoices or subscriptions of a distributor were not read completely: what is missing there is not reported.'],
    control: read.map(controlOf),
  };
}

/** Amounts as they are charged: what of them is tax, items do not say by the cost (distributors reference 2.7). */
function controlOf({ file, items }: ReadItems): ControlTotal {
  const total = printDecimal(sumDecimals(items.map(({ costTotal }) => costTotal)));
  return {
    invoice: file.number,
    connectionId: file.connectionId,
    version: file.version,
    ruleSet: 'as charged',
    currency: items[0]?.currency ?? '',
    lines: items.length,
    subtotal: total,
    tax: '0',
    total,
  };
}
