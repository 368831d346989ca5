import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { readColumns } from '../../../../platform/db/read-columns.ts';
import type { Books } from '../../files/books.ts';
import { PriceTable } from '../../files/load/price-table.ts';
import type { ChargedMonth } from '../month.ts';
import { billingOf, termOf } from './words.ts';

const columns = {
  account_id: sql<string>`account_id`,
  remote_id: sql<string>`remote_id`,
  product_remote_id: sql<string>`product_remote_id`,
  microsoft_id: sql<string | null>`microsoft_id`,
  seats: sql<number>`seats`,
  status: sql<string>`status`,
  term: sql<string>`term`,
  frequency: sql<string>`frequency`,
  currency: sql<string | null>`currency`,
};

/** What is bought at distributors: whoever buys there is charged nothing by Microsoft. */
export async function loadDistributor(db: Db, { asOf }: ChargedMonth, isComplete: boolean): Promise<NonNullable<Books['distributor']>> {
  const rows = await readColumns(
    db,
    columns,
    sql`from distributor_subscription where retired_at is null or retired_at >= ${asOf} order by connection_id, remote_id`,
  );
  const { rows: tenants } = await sql<{ account_id: string; tenant_id: string }>`
    select account_id, lower(unnest(tenant_ids)) as tenant_id from account where side = 'distributor' order by 1, 2`.execute(db);
  return {
    subscriptions: Array.from(rows, (row) => ({
      id: row.remote_id,
      companyId: row.account_id,
      productId: row.product_remote_id,
      subscriptionId: row.microsoft_id?.toLowerCase() ?? '',
      quantity: row.seats * 1_000_000,
      isActive: row.status === 'active' || row.status === 'pending',
      term: termOf(row.term),
      billing: billingOf(row.frequency),
      // Costs are compared by the continuous comparison.
      unitCost: 0,
      currency: row.currency ?? '',
    })),
    isComplete,
    prices: new PriceTable(),
    tenants: new Map(tenants.map((row) => [row.account_id, row.tenant_id])),
    billed: undefined,
  };
}
