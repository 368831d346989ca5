import { type RawBuilder, sql } from 'kysely';
import type { MappingState } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { isBillable } from './billable.ts';
import type { Stake } from './stakes.ts';

type Counts = Partial<Record<MappingState, number>>;
type StakesByState = Partial<Record<MappingState, readonly Stake[]>>;

export type MappingCounts = {
  /** Customers by the state of all their links together. */
  readonly accounts: Counts;
  readonly products: Counts;
  /** What the distributor charges a month for those in each state. */
  readonly accountStakes: StakesByState;
  readonly productStakes: StakesByState;
};

/** How many customers and products are in each state, with their money; customers that are gone do not count. */
export function countMappings(context: Context): Promise<MappingCounts> {
  return inScope(context.db, context.scope, async (tx) => {
    const accounts = await byState(tx, sql`select state, stakes from customer_mapping`);
    const products = await byState(
      tx,
      sql`select case when superseded_by is not null and subscriptions = 0 then 'superseded' else state end as state, stakes from product_mapping
        where subscriptions > 0 or decided_by is not null or superseded_by is not null`,
    );
    return { accounts: accounts.counts, products: products.counts, accountStakes: accounts.stakes, productStakes: products.stakes };
  });
}

type ByState = { readonly counts: Counts; readonly stakes: StakesByState };

async function byState(tx: Tx, rows: RawBuilder<unknown>): Promise<ByState> {
  const counted = await sql<{ state: MappingState; n: number }>`
    select state, count(*)::int as n from (${rows}) as mapping group by state`.execute(tx);
  const money = await sql<Stake & { state: MappingState }>`
    select mapping.state, stake.currency, trim_scale(sum(stake.amount))::text as amount
    from (${rows}) as mapping cross join lateral jsonb_to_recordset(mapping.stakes) as stake (amount numeric, currency text)
    group by 1, 2 order by sum(stake.amount) desc, 2`.execute(tx);
  return {
    counts: Object.fromEntries(counted.rows.map((row) => [row.state, row.n])),
    stakes: Object.fromEntries(
      [...Map.groupBy(money.rows, (row) => row.state)].map(([state, its]) => [
        state,
        its.map(({ amount, currency }) => ({ amount, currency })),
      ]),
    ),
  };
}

export type Target = { readonly id: string; readonly name: string; readonly detail: string };
/** What a person chooses from is a short list: more letters make it shorter. */
const mostTargets = 50;

export type Targets = {
  readonly targets: readonly Target[];
  /** Accounts that the letters fit as well, but that cannot be billed: inactive, or of a kind that nobody bills. */
  readonly hidden: number;
};

/** Accounts or services of a connection whose name, code or domain contains the letters, or whose id they are. */
export function listTargets(
  context: Context,
  { connectionId, kind, q }: { readonly connectionId: string; readonly kind: 'account' | 'service'; readonly q?: string | undefined },
): Promise<Targets> {
  const letters = (q ?? '').trim().toLowerCase();
  return inScope(context.db, context.scope, async (tx) => {
    if (kind === 'account') {
      const fits = sql`account.connection_id = ${connectionId}::uuid and account.retired_at is null
        and (position(${letters} in lower(account.name)) > 0 or position(${letters} in account.domain) > 0 or account.remote_id = ${letters})`;
      const found = await sql<Target>`
        select account_id as id, name, concat_ws(' · ', nullif(domain, ''), remote_id) as detail from account
        where ${fits} and account.active and ${isBillable} order by lower(name), account_id limit ${mostTargets}`.execute(tx);
      const others = await sql<{ n: number }>`
        select count(*)::int as n from account where ${fits} and not (account.active and ${isBillable})`.execute(tx);
      return { targets: found.rows, hidden: others.rows[0]?.n ?? 0 };
    }
    const { rows } = await sql<Target>`select remote_id as id, name, code as detail from psa_service
            where connection_id = ${connectionId}::uuid and retired_at is null and active
              and (position(${letters} in lower(name)) > 0 or position(${letters} in lower(code)) > 0)
            order by lower(name), remote_id limit ${mostTargets}`.execute(tx);
    return { targets: rows, hidden: 0 };
  });
}
