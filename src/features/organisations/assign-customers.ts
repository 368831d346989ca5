import { sql } from 'kysely';
import { ownReseller, publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { decidingCustomers } from '../customers/index.ts';

/**
 * Gives customers to an organisation, or back to us (no organisation): from then on its people see them. Every row of the customer goes along, so
 * that row level security shows an organisation all of it or nothing. Answers how many customers moved; undefined: no such organisation.
 */
export const assignCustomers = (
  context: Context,
  organisationId: string | undefined,
  customerIds: readonly string[],
): Promise<number | undefined> =>
  inScope(context.db, everything, async (tx) => {
    await decidingCustomers(tx);
    const to = organisationId ?? ownReseller;
    const known = await tx.selectFrom('reseller').select('name').where('reseller_id', '=', to).executeTakeFirst();
    if (known === undefined) return undefined;
    const moved = await tx
      .updateTable('customer')
      .set({ reseller_id: to })
      .where('customer_id', 'in', customerIds)
      .where('reseller_id', '<>', to)
      .returning('customer_id')
      .execute();
    const ids = moved.map((row) => row.customer_id);
    for (const table of await tablesOfCustomers(tx))
      await sql`update ${sql.table(table)} set reseller_id = ${to}::uuid
        where customer_id = any(${[...customerIds]}::uuid[]) and reseller_id <> ${to}::uuid`.execute(tx);
    if (ids.length > 0)
      await record(tx, context, {
        action: 'customers.assigned',
        object: publicId('reseller', to),
        after: { organisation: known.name, customers: ids.map((id) => publicId('customer', id)) },
      });
    return ids.length;
  });

/** As the database itself tells it: a table that comes later is not forgotten. What was frozen stays with whom it was. */
async function tablesOfCustomers(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select c.relname::text as table from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'customer'
      and has_table_privilege(c.oid, 'update')
      and (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attname in ('customer_id', 'reseller_id')) = 2
    order by 1`.execute(tx);
  return rows.map(({ table }) => table);
}
