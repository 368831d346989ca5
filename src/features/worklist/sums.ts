import { sql } from 'kysely';
import { type Money, money, sumByCurrency } from '../../model/money.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Actor } from '../context.ts';
import { type DifferenceFilter, filtered, isOnce, knownImpact } from '../reconciliation/index.ts';

/** How many differences, and their money by currency; what recurs each month and what moved once are never added. */
export type Sums = { readonly count: number; readonly monthly: readonly Money[]; readonly once: readonly Money[] };

/** A part of a sum as the database adds it up: of one group, one currency, monthly or once. */
export type Part = {
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly once: boolean;
  readonly count: number;
  readonly amount: string;
};

type Expression = ReturnType<typeof sql<string>>;

/** Sums of the differences that the filter finds, gathered by an expression, in one pass of the database. */
export const partsOf = (
  tx: Tx,
  filter: DifferenceFilter,
  actor: Actor,
  by: { readonly key: Expression; readonly label: Expression },
): Promise<Part[]> =>
  filtered(tx, filter, actor)
    .select([
      by.key.as('key'),
      sql<string>`min(${by.label})`.as('label'),
      'currency',
      isOnce.as('once'),
      sql<number>`count(*)::int`.as('count'),
      sql<string>`sum(${knownImpact(actor)})`.as('amount'),
    ])
    .where(sql<boolean>`${by.key} is not null`)
    .groupBy([by.key, 'currency', isOnce])
    .execute();

const nonZero = (amounts: readonly Money[]): Money[] => amounts.filter(({ amount }) => amount !== '0');

export function sumsOf(parts: readonly Part[]): Sums {
  const of = (once: boolean): Money[] =>
    nonZero(sumByCurrency(parts.filter((part) => part.once === once).map((part) => money(part.amount, part.currency))));
  return { count: parts.reduce((all, part) => all + part.count, 0), monthly: of(false), once: of(true) };
}
