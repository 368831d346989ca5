import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/connect.ts';
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
    const plan = await tx.selectFrom('customer_plan').select('kind').where('plan_id', '=', wish.planId).executeTakeFirst();
    if (plan?.kind !== 'import') return undefined;
    const rows = await readPage(tx, wish);
    const shown = rows.slice(0, wish.limit);
    return {
      rows: shown.map(({ row }) => ImportRow.parse(row)),
      next: rows.length > wish.limit ? shown.at(-1)?.n : undefined,
      total: wish.count ? await countRows(tx, wish) : undefined,
    };
  });

/** One row more than asked for, which tells whether there are more. */
async function readPage(tx: Tx, wish: ImportRowsWish): Promise<readonly { readonly row: unknown; readonly n: number }[]> {
  const { after, descending, limit } = wish;
  const beyond = descending ? sql`n < ${after ?? Number.MAX_SAFE_INTEGER}` : sql`n > ${after ?? 0}`;
  const { rows } = await sql<{ row: unknown; n: number }>`
    select row, n::int as n ${tenants(wish)} and ${beyond} order by n ${sql.raw(descending ? 'desc' : 'asc')} limit ${limit + 1}`.execute(
    tx,
  );
  return rows;
}

async function countRows(tx: Tx, wish: ImportRowsWish): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${tenants(wish)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

const tenants = ({ planId, actions, q }: ImportRowsWish) => {
  const among = actions === undefined ? sql`true` : sql`row ->> 'action' = any(${[...actions]}::text[])`;
  const named =
    q === undefined ? sql`true` : sql`strpos(lower(concat_ws(' ', row ->> 'name', row ->> 'domain', row ->> 'tenantId')), lower(${q})) > 0`;
  return sql`from customer_plan, jsonb_array_elements(wish -> 'rows') with ordinality as tenant(row, n)
    where plan_id = ${planId}::uuid and ${among} and ${named}`;
};
