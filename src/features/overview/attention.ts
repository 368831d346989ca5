import { sql } from 'kysely';
import { type Money, sumByCurrency } from '../../model/money.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { AccessAlarms } from '../access/index.ts';
import { countWaiting } from '../mapping/index.ts';
import type { Freshness } from './freshness.ts';

export type AttentionKind =
  | 'differences'
  | 'connection'
  | 'signIns'
  | 'mapping'
  | 'access'
  | 'failedJobs'
  | 'syncProblems'
  | 'decisions'
  | 'newProducts'
  | 'accessEnding'
  | 'accessDisagrees';

export type Attention = {
  readonly kind: AttentionKind;
  readonly title: string;
  readonly count: number;
  readonly money: readonly Money[];
  /** Path in the browser app that shows exactly these. */
  readonly link: string;
};

export type AttentionCounts = {
  /** Customers and products that wait for somebody, as the workbenches count them. */
  readonly unmappedAccounts: number;
  readonly unmappedProducts: number;
  readonly failedJobs: number;
  readonly syncProblems: number;
  readonly decisions: number;
  /** Bought for the first time these days, and nobody said yet what bills it. */
  readonly newProducts: number;
  /** What the distributor charges a month for them; nothing for who may not see costs. */
  readonly newProductMoney: readonly Money[];
};

const recentDays = 7;

/** Small tables, or partial indexes: each count is cheap however large the estate is. */
export async function readCounts(db: Db, now: Temporal.Instant, seesCosts: boolean): Promise<AttentionCounts> {
  const since = now.subtract({ hours: 24 * recentDays });
  const { rows } = await sql<Pick<AttentionCounts, 'failedJobs' | 'syncProblems' | 'decisions'>>`select
    (select count(*)::int from job where state = 'failed' and created_at > ${since}) as "failedJobs",
    (select count(*)::int from sync_problem where solved_at is null) as "syncProblems",
    (select count(*)::int from command where state = 'needs_operator') as decisions`.execute(db);
  const waiting = await countWaiting(db);
  const counts = {
    ...(rows[0] ?? { failedJobs: 0, syncProblems: 0, decisions: 0 }),
    unmappedAccounts: waiting.customers,
    unmappedProducts: waiting.products,
  };
  return { ...counts, ...(await readNewProducts(db, since, seesCosts)) };
}

/** What was there when a PSA was read first is no news. */
async function readNewProducts(
  db: Db,
  since: Temporal.Instant,
  seesCosts: boolean,
): Promise<Pick<AttentionCounts, 'newProducts' | 'newProductMoney'>> {
  const { rows } = await sql<{ product: string; currency: string | null; amount: string | null }>`
    select distinct product.product_id || product.sku_id || product.term || product.frequency || product.promotion_id as product, stake.currency, stake.amount
    from product_mapping product left join lateral jsonb_to_recordset(product.stakes) as stake (amount text, currency text) on true
    where product.subscriptions > 0 and product.state not in ('mapped', 'ignored') and product.first_seen_at > ${since}
      and product.first_seen_at > (select min(first_seen_at) from product_mapping first where first.connection_id = product.connection_id)`.execute(
    db,
  );
  const money = rows.flatMap(({ amount, currency }) => (amount === null || currency === null ? [] : [{ amount, currency }]));
  return { newProducts: new Set(rows.map((row) => row.product)).size, newProductMoney: seesCosts ? sumByCurrency(money) : [] };
}

type Known = {
  readonly counts: AttentionCounts;
  readonly open: number;
  readonly accessExpired: number;
  readonly access: AccessAlarms;
  readonly monthly: readonly Money[];
  readonly freshness: readonly Freshness[];
};

const many = (count: number, one: string, more: string): string => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** What needs somebody, most urgent first; nothing that is zero (ux reference 5.2). Pure. */
export function attentionOf({ counts, open, accessExpired, access, monthly, freshness }: Known): Attention[] {
  const broken = freshness.filter((each) => ['degraded', 'disconnected', 'awaitingConsent'].includes(each.state));
  const ending = freshness.filter(({ signInAlarm }) => signInAlarm !== undefined);
  const unmapped = counts.unmappedAccounts + counts.unmappedProducts;
  const all: Attention[] = [
    {
      kind: 'decisions',
      title: many(counts.decisions, 'write needs a decision', 'writes need a decision'),
      count: counts.decisions,
      money: [],
      link: '/activity?tab=decisions',
    },
    {
      kind: 'connection',
      title: many(broken.length, 'connection needs you', 'connections need you'),
      count: broken.length,
      money: [],
      link: '/settings/connections',
    },
    {
      kind: 'signIns',
      title: many(ending.length, 'sign-in ends soon', 'sign-ins end soon'),
      count: ending.length,
      money: [],
      link: '/settings/connections',
    },
    { kind: 'differences', title: many(open, 'difference', 'differences'), count: open, money: monthly, link: '/reconciliation' },
    {
      kind: 'newProducts',
      title: many(counts.newProducts, 'new product is bought and not billed', 'new products are bought and not billed'),
      count: counts.newProducts,
      money: counts.newProductMoney,
      link: '/mapping/products',
    },
    { kind: 'mapping', title: many(unmapped, 'mapping to decide', 'mappings to decide'), count: unmapped, money: [], link: '/mapping' },
    {
      kind: 'access',
      title: many(accessExpired, 'customer without access', 'customers without access'),
      count: accessExpired,
      money: [],
      link: '/reconciliation?kind=access_expired',
    },
    {
      kind: 'accessEnding',
      title: many(access.ending, 'access ends within 30 days', 'accesses end within 30 days'),
      count: access.ending,
      money: [],
      link: '/customers/access?endsWithin=30&flag=noAutoExtend&sort=endsAt',
    },
    {
      kind: 'accessDisagrees',
      title: many(access.disagreeing, 'access that a distributor tells otherwise', 'accesses that a distributor tells otherwise'),
      count: access.disagreeing,
      money: [],
      link: '/customers/access?disagrees=true',
    },
    {
      kind: 'failedJobs',
      title: many(counts.failedJobs, 'job failed this week', 'jobs failed this week'),
      count: counts.failedJobs,
      money: [],
      link: '/jobs?status=failed',
    },
    {
      kind: 'syncProblems',
      title: many(counts.syncProblems, 'record could not be read', 'records could not be read'),
      count: counts.syncProblems,
      money: [],
      link: '/jobs?show=problems',
    },
  ];
  return all.filter((each) => each.count > 0);
}
