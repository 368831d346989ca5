import { type RawBuilder, sql } from 'kysely';
import { type MappingState, waitingStates } from '../../model/mapping.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Stake } from './stakes.ts';

type Counts = Partial<Record<MappingState, number>>;
type StakesByState = Partial<Record<MappingState, readonly Stake[]>>;

type MappingCounts = {
  /** Customers by the state of all their links together. */
  readonly accounts: Counts;
  readonly products: Counts;
  /** Of these, those that wait for somebody: something is bought, and a link that it needs is not decided. */
  readonly waiting: { readonly accounts: Counts; readonly products: Counts };
  /** What the distributor charges a month for those in each state. */
  readonly accountStakes: StakesByState;
  readonly productStakes: StakesByState;
};

/** Superseded is what nobody buys any more because something else took its place; the mapping itself stands for what was billed before. */
export const productStateNow = sql<MappingState>`(case when mapping.superseded_by is not null and mapping.subscriptions = 0 then 'superseded' else mapping.state end)`;

/** Over `product_mapping as mapping`: it is bought, and nobody said what bills it. */
export const productWaits = sql<boolean>`(mapping.subscriptions > 0 and mapping.state = any(${[...waitingStates]}::text[]))`;

const customerRows = sql`select state, stakes, waits from customer_mapping`;
const productRows = sql`select ${productStateNow} as state, mapping.stakes, ${productWaits} as waits from product_mapping mapping`;

/** How many customers and products are in each state, with their money; customers that are gone do not count. */
export function countMappings(context: Context): Promise<MappingCounts> {
  return inScope(context.db, context.scope, async (tx) => {
    const accounts = await byState(tx, customerRows);
    const products = await byState(tx, productRows);
    return {
      accounts: accounts.counts,
      products: products.counts,
      waiting: { accounts: accounts.waiting, products: products.waiting },
      accountStakes: accounts.stakes,
      productStakes: products.stakes,
    };
  });
}

/** How many customers and products wait for somebody: what the start page says, and what the lists hold (capability S63). */
export async function countWaiting(db: Db): Promise<{ readonly customers: number; readonly products: number }> {
  const { rows } = await sql<{ customers: number; products: number }>`select
    (select count(*)::int from customer_mapping where waits) as customers,
    (select count(*)::int from product_mapping mapping where ${productWaits}) as products`.execute(db);
  return rows[0] ?? { customers: 0, products: 0 };
}

type ByState = { readonly counts: Counts; readonly waiting: Counts; readonly stakes: StakesByState };

async function byState(tx: Tx, rows: RawBuilder<unknown>): Promise<ByState> {
  const counted = await sql<{ state: MappingState; n: number; waiting: number }>`
    select state, count(*)::int as n, (count(*) filter (where waits))::int as waiting from (${rows}) as mapping group by state`.execute(tx);
  const money = await sql<Stake & { state: MappingState }>`
    select mapping.state, stake.currency, trim_scale(sum(stake.amount))::text as amount
    from (${rows}) as mapping cross join lateral jsonb_to_recordset(mapping.stakes) as stake (amount numeric, currency text)
    group by 1, 2 order by sum(stake.amount) desc, 2`.execute(tx);
  return {
    counts: Object.fromEntries(counted.rows.map((row) => [row.state, row.n])),
    waiting: Object.fromEntries(counted.rows.flatMap((row) => (row.waiting === 0 ? [] : [[row.state, row.waiting]]))),
    stakes: Object.fromEntries(
      [...Map.groupBy(money.rows, (row) => row.state)].map(([state, its]) => [
        state,
        its.map(({ amount, currency }) => ({ amount, currency })),
      ]),
    ),
  };
}
