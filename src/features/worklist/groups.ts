import { sql } from 'kysely';
import { Decimal } from '../../lib/decimal.ts';
import { amountOf } from '../../model/money.ts';
import type { GroupBy } from '../../model/worklist.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../context.ts';
import type { DifferenceFilter } from '../reconciliation/index.ts';
import { partsOf, type Sums, sumsOf } from './sums.ts';

export type Group = Sums & {
  /** What the filter of the same name takes; ids as stored. */
  readonly key: string;
  readonly label: string;
};

export type Groups = { readonly rows: readonly Group[]; readonly groups: number; readonly costsLeftOut: boolean };

/** What gathers, and what it is called. Words for codes live with whoever shows them. */
const expressions: Readonly<Record<GroupBy, Parameters<typeof partsOf>[3]>> = {
  customer: { key: sql<string>`difference.customer_id::text`, label: sql<string>`difference.customer_name` },
  cause: { key: sql<string>`difference.cause`, label: sql<string>`difference.cause` },
  // Those that one fix puts right: named by their product; what stands alone is in no such group.
  causeKey: { key: sql<string>`difference.cause_key`, label: sql<string>`difference.product_name` },
  product: { key: sql<string>`difference.product_name`, label: sql<string>`difference.product_name` },
  kind: { key: sql<string>`difference.kind`, label: sql<string>`difference.kind` },
  owner: { key: sql<string>`coalesce(difference.owner_id::text, 'none')`, label: sql<string>`coalesce(difference.owner_name, '')` },
  action: { key: sql<string>`difference.action`, label: sql<string>`difference.action` },
};

/** Differences gathered, dearest first: by the largest amount that a group has in any currency, since currencies are never added. */
export const groupDifferences = (
  context: Context,
  { by, filter, limit }: { readonly by: GroupBy; readonly filter: DifferenceFilter; readonly limit: number },
): Promise<Groups> =>
  inScope(context.db, context.scope, async (tx) => {
    const parts = await partsOf(tx, filter, context.actor, expressions[by]);
    const groups = [...Map.groupBy(parts, ({ key }) => key)].map(([key, of]) => ({ key, label: of[0]?.label ?? key, ...sumsOf(of) }));
    const ranked = groups.map((group) => ({ group, size: sizeOf(group) }));
    ranked.sort((a, b) => b.size.cmp(a.size) || b.group.count - a.group.count || (a.group.key < b.group.key ? -1 : 1));
    return {
      rows: ranked.slice(0, limit).map(({ group }) => group),
      groups: groups.length,
      costsLeftOut: !seesCosts(context.actor),
    };
  });

const sizeOf = ({ monthly, once }: Sums): Decimal =>
  [...monthly, ...once].map((each) => amountOf(each).abs()).reduce((most, each) => Decimal.max(most, each), new Decimal(0));
