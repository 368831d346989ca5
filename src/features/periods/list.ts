import { sql } from 'kysely';
import { statesOfTab } from '../../model/worklist.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type Frozen, signOffStates } from '../sign-offs/index.ts';
import type { Counts } from './standing.ts';

export type PeriodRow = Counts & { readonly month: string; readonly signOff: Frozen | undefined };

const most = 36; // months; whoever needs older ones asks for each

/** Months from the first that something is known of to this one, newest first, with what is left to do in each. */
export const listPeriods = (context: Context): Promise<PeriodRow[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const now = context.clock.today().toPlainYearMonth();
    const earliest = now.subtract({ months: most - 1 });
    const { rows } = await sql<{ month: string } & Counts>`
      with known as (
        select least(min(period), min(to_char(first_seen_at at time zone 'UTC', 'YYYY-MM'))) as first from difference
        union all select min(period) from provider_invoice),
      bounds as (select greatest(least(min(first), ${now.toString()}), ${earliest.toString()}) as first from known),
      months as (
        select to_char(at, 'YYYY-MM') as month, at at time zone 'UTC' as starts, (at + interval '1 month') at time zone 'UTC' as ends
        from bounds, generate_series((coalesce(first, ${now.toString()}) || '-01')::timestamp, (${now.toString()} || '-01')::timestamp, interval '1 month') at)
      select month,
        count(*) filter (where state = any(${[...statesOfTab.todo]}::text[]))::int as todo,
        count(*) filter (where state = any(${[...statesOfTab.waiting]}::text[]))::int as waiting,
        count(*) filter (where state = any(${[...statesOfTab.resolved]}::text[]))::int as resolved,
        count(*) filter (where state = any(${[...statesOfTab.dismissed]}::text[]))::int as dismissed
      from months left join difference on difference.period = months.month
        or (difference.period is null and difference.first_seen_at < months.ends and difference.last_seen_at >= months.starts)
      group by month order by month desc`.execute(tx);
    const signOffs = await signOffStates(tx);
    return rows.map((row) => ({ ...row, signOff: signOffs.get(row.month) }));
  });
