import { sql } from 'kysely';
import { DifferenceKind } from '../../model/difference.ts';
import { type Money, money, sumByCurrency } from '../../model/money.ts';
import type { Db } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { isWritingHeld } from '../journal/index.ts';
import { differencesTotal, recoveredTotal } from '../reconciliation/index.ts';
import { readSettings } from '../settings/index.ts';
import { type Attention, attentionOf, readCounts } from './attention.ts';
import { type Freshness, readFreshness } from './freshness.ts';

export type KindTotal = { readonly kind: DifferenceKind; readonly count: number; readonly money: Money };

export type OverviewView = {
  readonly open: number;
  /** Money a month, signed: what the partner loses less what customers are overcharged. */
  readonly monthly: readonly Money[];
  readonly byKind: readonly KindTotal[];
  readonly recovered: readonly Money[];
  readonly customers: number;
  readonly subscriptions: number;
  readonly attention: readonly Attention[];
  readonly freshness: readonly Freshness[];
  readonly sandbox: boolean;
  readonly writingHeld: boolean;
  readonly at: Temporal.Instant;
};

/** Everything of the start page in a handful of small reads: sums are maintained with the writes, never counted here. */
export function getOverview(context: Context): Promise<OverviewView> {
  return inScope(context.db, context.scope, async (tx): Promise<OverviewView> => {
    const at = context.clock.now();
    const { staleAfterMinutes } = await readSettings(tx);
    const { byKind, recovered } = await readTotals(tx);
    const freshness = await readFreshness(tx, staleAfterMinutes, at);
    const open = byKind.reduce((sum, each) => sum + each.count, 0);
    const monthly = sumByCurrency(byKind.map((each) => each.money));
    const accessExpired = byKind.filter((each) => each.kind === 'access_expired').reduce((sum, each) => sum + each.count, 0);
    return {
      open,
      monthly,
      byKind,
      recovered,
      ...(await readSizes(tx)),
      attention: attentionOf({ counts: await readCounts(tx, at), open, accessExpired, monthly, freshness }),
      freshness,
      sandbox: context.installation.sandbox,
      writingHeld: await isWritingHeld(tx),
      at,
    };
  });
}

async function readTotals(db: Db): Promise<{ byKind: KindTotal[]; recovered: Money[] }> {
  const rows = await db
    .selectFrom('overview_total')
    .select(['name', 'facet', 'currency'])
    .select((of) => [of.fn.sum<string>('count').as('count'), of.fn.sum<string>('amount').as('amount')])
    .where('name', 'in', [differencesTotal, recoveredTotal])
    .groupBy(['name', 'facet', 'currency'])
    .orderBy('facet')
    .orderBy('currency')
    .execute();
  return {
    byKind: rows
      .filter((row) => row.name === differencesTotal && row.count !== '0')
      .map((row) => ({ kind: DifferenceKind.parse(row.facet), count: Number(row.count), money: money(row.amount, row.currency) })),
    recovered: sumByCurrency(rows.filter((row) => row.name === recoveredTotal).map((row) => money(row.amount, row.currency))),
  };
}

/** Customers carry the number of their subscriptions, so one narrow pass answers both. */
async function readSizes(db: Db): Promise<{ customers: number; subscriptions: number }> {
  const row = await db
    .selectFrom('customer')
    .select([sql<number>`count(*)::int`.as('customers'), sql<number>`coalesce(sum(subscriptions), 0)::int`.as('subscriptions')])
    .where('retired_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row;
}
