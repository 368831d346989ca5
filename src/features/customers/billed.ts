import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/**
 * Live lines of Microsoft's products in the PSA, a month, to the cent and by currency: kept beside the customer because lists sort by it. Agreements
 * without a cycle are left out. Call it in the transaction that looks at the customers' books.
 */
export async function keepBilled(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await sql`
    with line_sum as (
      select mapping.customer_id, coalesce(agreement.currency, 'USD') as currency,
        round(sum(line.quantity * line.unit_price / agreement.cycle_months), 2) as amount
      from account_mapping mapping
      join psa_line line on line.account_id = mapping.account_id and line.retired_at is null and line.is_billed
        and (line.cancelled_on is null or line.cancelled_on > current_date) and ${isMicrosofts}
      join psa_agreement agreement on agreement.connection_id = line.connection_id and agreement.remote_id = line.agreement_remote_id
        and agreement.active and agreement.cycle_months > 0
      where mapping.customer_id = any(${[...customerIds]}::uuid[]) and mapping.state = 'mapped'
      group by mapping.customer_id, coalesce(agreement.currency, 'USD')
    ), now_billed as (
      select asked.customer_id, coalesce(jsonb_agg(jsonb_build_object('amount', amount::text, 'currency', currency) order by amount desc, currency)
        filter (where currency is not null), '[]') as billed, coalesce(max(amount), 0) as billed_most
      from unnest(${[...customerIds]}::uuid[]) as asked (customer_id) left join line_sum using (customer_id) group by asked.customer_id
    )
    update customer set billed = now_billed.billed, billed_most = now_billed.billed_most from now_billed
    where customer.customer_id = now_billed.customer_id and customer.billed is distinct from now_billed.billed`.execute(tx);
}

const isMicrosofts: RawBuilder<boolean> = sql`(line.vendor_subscription_id is not null or exists (
  select from product_mapping product where product.connection_id = line.connection_id and product.service_remote_id = line.service_remote_id))`;
