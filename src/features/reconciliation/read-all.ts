import { type RawBuilder, sql } from 'kysely';
import { must } from '../../lib/must.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Actor } from '../context.ts';
import { type DifferenceFilter, filtered, knownImpact } from './filter.ts';
import { type DifferenceView, toView } from './queries.ts';

const pageSize = 1_000;

/** A difference, and whether its money tells a cost. */
export type Read = { readonly view: DifferenceView; readonly isCost: boolean };

/** All that the filter finds, a page at a time; in the order of ids, so that every reading of the same gives the same, or sorted as the list. */
export async function* readDifferences(tx: Tx, filter: DifferenceFilter, actor: Actor, sort?: string): AsyncGenerator<readonly Read[]> {
  const ids = await filtered(tx, filter, actor).select('difference_id').orderBy(orderOf(sort, actor)).orderBy('difference_id').execute();
  for (let from = 0; from < ids.length; from += pageSize) {
    const page = ids.slice(from, from + pageSize).map((row) => row.difference_id);
    const rows = await tx.selectFrom('difference').selectAll().where('difference_id', 'in', page).execute();
    const byId = new Map(rows.map((row) => [row.difference_id, row]));
    yield page.map((id) => {
      const row = must(byId.get(id), 'a difference of this transaction');
      return { view: toView(row), isCost: row.needs_cost_right };
    });
  }
}

/** Field name of the contract, `-` first for descending. Nobody sees an order by costs that he may not see. */
function orderOf(sort: string | undefined, actor: Actor): RawBuilder<unknown> {
  const field = sort?.replace(/^-/, '');
  const direction = sql.raw(sort?.startsWith('-') === true ? 'desc' : 'asc');
  if (field === 'impact') return sql`abs(${knownImpact(actor)}) ${direction}`;
  if (field === 'customerName') return sql`name_key ${direction}`;
  if (field === 'kind') return sql`kind ${direction}`;
  if (field === 'lastSeenAt') return sql`last_seen_at ${direction}`;
  return sql`difference_id`;
}
