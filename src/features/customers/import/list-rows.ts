import { sql } from 'kysely';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { type ImportAction, ImportRow } from './classify.ts';

export type ImportRowsWish = {
  readonly planId: string;
  /** Undefined: all. */
  readonly actions: readonly ImportAction[] | undefined;
  /** Part of a name, a domain or a tenant id. */
  readonly q: string | undefined;
  readonly limit: number;
  /** Position of the last row before; rows of a plan never move. */
  readonly after: number | undefined;
  readonly descending: boolean;
  readonly count: boolean;
};

export type ImportRowsPage = { readonly rows: readonly ImportRow[]; readonly next: number | undefined; readonly total: number | undefined };

/** The tenants of an import in the order in which Partner Center lists them. Undefined when there is no such import. */
export const listImportRows = (context: Context, wish: ImportRowsWish): Promise<ImportRowsPage | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const { planId, actions, q, limit, after, descending } = wish;
    const beyond = descending ? sql`n < ${after ?? Number.MAX_SAFE_INTEGER}` : sql`n > ${after ?? 0}`;
    const plan = await tx.selectFrom('customer_plan').select('kind').where('plan_id', '=', planId).executeTakeFirst();
    if (plan?.kind !== 'import') return undefined;
    const from = sql`from customer_plan, jsonb_array_elements(wish -> 'rows') with ordinality as tenant(row, n)
      where plan_id = ${planId}::uuid
        and (${actions ?? null}::text[] is null or row ->> 'action' = any(${actions ?? null}::text[]))
        and (${q ?? null}::text is null or strpos(lower(concat_ws(' ', row ->> 'name', row ->> 'domain', row ->> 'tenantId')), lower(${q ?? null})) > 0)`;
    const { rows: found } = await sql<{ row: unknown; n: number }>`
      select row, n::int as n ${from} and ${beyond} order by n ${sql.raw(descending ? 'desc' : 'asc')} limit ${limit + 1}`.execute(tx);
    const counted = wish.count ? await sql<{ n: number }>`select count(*)::int as n ${from}`.execute(tx) : undefined;
    const shown = found.slice(0, limit);
    return {
      rows: shown.map(({ row }) => ImportRow.parse(row)),
      next: found.length > limit ? shown.at(-1)?.n : undefined,
      total: counted?.rows[0]?.n,
    };
  });
