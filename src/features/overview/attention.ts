import { sql } from 'kysely';
import { type Money, money, sumByCurrency } from '../../model/money.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { AccessAlarms } from '../access/index.ts';
import { countWaiting, productWaits } from '../mapping/index.ts';
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
  /** Customers and products that wait for somebody, as the workbenches count them; new products are told by themselves, and only there. */
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
  const { products, mappings, money: charged } = await readNewProducts(db, since);
  return {
    ...(rows[0] ?? { failedJobs: 0, syncProblems: 0, decisions: 0 }),
    unmappedAccounts: waiting.customers,
    unmappedProducts: waiting.products - mappings,
    newProducts: products,
    newProductMoney: seesCosts ? charged : [],
  };
}

type NewProducts = { readonly products: number; readonly mappings: number; readonly money: readonly Money[] };

/** What was there when a PSA was read first is no news. A product has one mapping in each PSA that has to bill it, and what it costs stands on each. */
async function readNewProducts(db: Db, since: Temporal.Instant): Promise<NewProducts> {
  const { rows } = await sql<{ mapping: string; product: string; stakes: readonly Money[] }>`
    select mapping.mapping_id as mapping, mapping.stakes,
      json_build_array(mapping.product_id, mapping.sku_id, mapping.term, mapping.frequency, mapping.promotion_id)::text as product
    from product_mapping mapping
    where ${productWaits} and mapping.first_seen_at > ${since}
      and mapping.first_seen_at > (select min(first_seen_at) from product_mapping first where first.connection_id = mapping.connection_id)`.execute(
    db,
  );
  const byProduct = new Map(rows.map((row) => [row.product, row.stakes]));
  return {
    products: byProduct.size,
    mappings: rows.length,
    money: sumByCurrency([...byProduct.values()].flat().map(({ amount, currency }) => money(amount, currency))),
  };
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

/** New products stand beside it on a card of their own: then these are the others. */
function mappingsOf({ unmappedAccounts, unmappedProducts, newProducts }: AttentionCounts): Attention {
  const count = unmappedAccounts + unmappedProducts;
  const other = newProducts === 0 ? '' : 'other ';
  return {
    kind: 'mapping',
    title: many(count, `${other}mapping to decide`, `${other}mappings to decide`),
    count,
    money: [],
    link: '/mapping',
  };
}

/** What needs somebody, most urgent first; nothing that is zero (ux reference 5.2). Pure. */
export function attentionOf({ counts, open, accessExpired, access, monthly, freshness }: Known): Attention[] {
  const broken = freshness.filter((each) => ['degraded', 'disconnected', 'awaitingConsent'].includes(each.state));
  const ending = freshness.filter(({ signInAlarm }) => signInAlarm !== undefined);
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
    mappingsOf(counts),
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
