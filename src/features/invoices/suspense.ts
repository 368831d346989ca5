import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope, withoutTimeLimit } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** Lines of a version of which something is still unknown. */
export async function openSuspense(tx: Tx, invoiceId: string, n: number): Promise<{ readonly lines: number }> {
  const row = await tx
    .selectFrom('invoice_suspense')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('lines'), sql<string>`0`).as('lines'))
    .where('invoice_id', '=', invoiceId)
    .where('n', '=', n)
    .where(sql<boolean>`reasons <> '{}'`)
    .executeTakeFirstOrThrow();
  return { lines: Number(row.lines) };
}

/**
 * Looks again at what waits in suspense: whatever customer, product or account came with a sync or a mapping since is known now. Set-based and
 * repeatable; no line moves, and none is dropped (ruling 7). Answers how many groups of lines became clear.
 */
export const resolveSuspense = (context: Context): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    await withoutTimeLimit(tx); // of all invoices; what it follows is committed already
    await sql`
      update invoice_suspense s set reasons = array_remove(s.reasons, 'unknown_customer')
      from provider_invoice i where i.invoice_id = s.invoice_id and 'unknown_customer' = any(s.reasons) and case i.provider
        when 'microsoft' then exists (select from customer_identity c where lower(c.tenant_id) = s.customer)
        else exists (select from account_identity a where a.connection_id = i.connection_id and lower(a.remote_id) = s.customer) end`.execute(
      tx,
    );
    await sql`
      with known as (
        select distinct lower(product_id || ':' || ltrim(sku_id, '0')) as product from (
          select product_id, sku_id from product_mapping union select product_id, sku_id from subscription
          union select product_id, sku_id from price_row) p)
      update invoice_suspense s set reasons = array_remove(s.reasons, 'unknown_product')
      from provider_invoice i where i.invoice_id = s.invoice_id and 'unknown_product' = any(s.reasons) and case i.provider
        when 'microsoft' then exists (select from known where known.product = s.product)
        else exists (select from distributor_product d where d.connection_id = i.connection_id and lower(d.remote_id) || ':' = s.product) end`.execute(
      tx,
    );
    const cleared = await tx
      .updateTable('invoice_suspense')
      .set({ resolved_at: context.clock.now() })
      .where(sql<boolean>`reasons = '{}'`)
      .where('resolved_at', 'is', null)
      .returning(['invoice_id', 'n'])
      .execute();
    if (cleared.length > 0) await countAgain(tx, [...new Set(cleared.map((row) => row.invoice_id))]);
    return cleared.length;
  });

const countAgain = (tx: Tx, invoiceIds: readonly string[]): Promise<unknown> =>
  sql`update provider_invoice i set suspense_lines = coalesce((
      select sum(s.lines) from invoice_suspense s
      where s.invoice_id = i.invoice_id and s.n = coalesce(i.published_version, i.versions) and s.reasons <> '{}'), 0)
    where i.invoice_id = any(${invoiceIds}::uuid[])`.execute(tx);
