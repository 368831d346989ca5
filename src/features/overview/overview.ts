import { sql } from 'kysely';
import { DifferenceKind, type Per } from '../../model/difference.ts';
import { type Money, money, sumByCurrency } from '../../model/money.ts';
import type { Db } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { countAlarms } from '../access/index.ts';
import { type Context, seesCosts } from '../context.ts';
import { isWritingHeld } from '../journal/index.ts';
import { differencesTotal, readFacet, recoveredTotal } from '../reconciliation/index.ts';
import { readSettings } from '../settings/index.ts';
import { type Attention, attentionOf, readCounts } from './attention.ts';
import { type Freshness, readFreshness } from './freshness.ts';

export type KindTotal = { readonly kind: DifferenceKind; readonly count: number; readonly money: Money; readonly moneyIsCost: boolean };

export type OverviewView = {
  readonly open: number;
  /** Money a month, signed: what the partner loses less what customers are overcharged. */
  readonly monthly: readonly Money[];
  /** The same of what counts once, on an invoice. */
  readonly once: readonly Money[];
  readonly byKind: readonly KindTotal[];
  readonly recovered: readonly Money[];
  /** The sums are without money that tells a cost (rule RB8). */
  readonly costsLeftOut: boolean;
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
    const costsLeftOut = !seesCosts(context.actor);
    const { parts, recovered } = await readTotals(tx, costsLeftOut);
    const byKind = kindTotals(parts, costsLeftOut);
    const freshness = await readFreshness(tx, staleAfterMinutes, at);
    const open = byKind.reduce((sum, each) => sum + each.count, 0);
    const seen = parts.filter((each) => !(each.moneyIsCost && costsLeftOut));
    const sumPer = (per: Per) => sumByCurrency(seen.filter((each) => each.per === per).map((each) => each.money));
    const monthly = sumPer('month');
    const accessExpired = byKind.filter((each) => each.kind === 'access_expired').reduce((sum, each) => sum + each.count, 0);
    return {
      open,
      monthly,
      once: sumPer('once'),
      byKind,
      recovered,
      costsLeftOut,
      ...(await readSizes(tx)),
      attention: attentionOf({
        counts: await readCounts(tx, at, !costsLeftOut),
        open,
        accessExpired,
        access: await countAlarms(tx, at),
        monthly,
        freshness,
      }),
      freshness,
      sandbox: context.installation.sandbox,
      writingHeld: await isWritingHeld(tx),
      at,
    };
  });
}

/** Of one kind there can be both: what counts each month, and what was found on an invoice. */
type Part = KindTotal & { readonly per: Per };

async function readTotals(db: Db, costsLeftOut: boolean): Promise<{ parts: Part[]; recovered: Money[] }> {
  const rows = await db
    .selectFrom('overview_total')
    .select(['name', 'facet', 'currency'])
    .select((of) => [of.fn.sum<string>('count').as('count'), of.fn.sum<string>('amount').as('amount')])
    .where('name', 'in', [differencesTotal, recoveredTotal])
    .groupBy(['name', 'facet', 'currency'])
    .orderBy('facet')
    .orderBy('currency')
    .execute();
  const read = rows.map((row) => ({ ...row, ...readFacet(row.facet), total: row.name, money: money(row.amount, row.currency) }));
  return {
    parts: read
      .filter((row) => row.total === differencesTotal && row.count !== '0')
      .map((row) => ({
        kind: DifferenceKind.parse(row.name),
        count: Number(row.count),
        money: row.money,
        moneyIsCost: row.isCost,
        per: row.isOnce ? 'once' : 'month',
      })),
    recovered: sumByCurrency(read.filter((row) => row.total === recoveredTotal && !(row.isCost && costsLeftOut)).map((row) => row.money)),
  };
}

/** One row for each kind and currency, and one more for the money of costs when it may not be seen. */
function kindTotals(parts: readonly KindTotal[], costsLeftOut: boolean): KindTotal[] {
  const keyOf = ({ kind, money: { currency }, moneyIsCost }: KindTotal): string =>
    [kind, currency, costsLeftOut && moneyIsCost ? 'cost' : ''].join(' ');
  return [...Map.groupBy(parts, keyOf).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]) => {
      const [first] = same;
      return first === undefined
        ? []
        : sumByCurrency(same.map((each) => each.money)).map((total) => ({
            kind: first.kind,
            count: same.reduce((sum, each) => sum + each.count, 0),
            money: total,
            moneyIsCost: same.some((each) => each.moneyIsCost),
          }));
    });
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
