import { sql } from 'kysely';
import type { Money } from '../../model/money.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** What ends in one month. `atRisk`: a month, of the customers whose access does not extend itself. */
export type MonthOfEnds = {
  /** `2028-11`, by UTC. */
  readonly month: string;
  readonly customers: number;
  readonly extending: number;
  readonly atRisk: readonly Money[];
};

/** Ends of active accesses that are still to come, by month. */
export function listEnds(context: Context): Promise<readonly MonthOfEnds[]> {
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<MonthOfEnds>`
      with ending as (
        select customer_id, to_char(access_ends_at at time zone 'UTC', 'YYYY-MM') as month, 'noAutoExtend' = any(access_flags) as is_lost, billed
        from customer where retired_at is null and access_state = 'active' and access_end_key > ${context.clock.now()}
          and access_ends_at is not null
      ), sums as (
        select month, money.currency, sum(money.amount)::text as amount
        from ending cross join lateral jsonb_to_recordset(billed) as money (amount numeric, currency text)
        where is_lost group by month, money.currency
      )
      select month, count(*)::int as customers, count(*) filter (where not is_lost)::int as extending,
        coalesce((select json_agg(json_build_object('amount', amount, 'currency', currency) order by currency)
          from sums where sums.month = ending.month), '[]') as "atRisk"
      from ending group by month order by month`.execute(tx);
    return rows;
  });
}
