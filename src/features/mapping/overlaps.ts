import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { Stake } from './stakes.ts';

/** Something that is billed in more than one account of a PSA. */
export type Overlap = {
  readonly customerId: string;
  readonly customerName: string;
  /** The same subscription is named by lines of several accounts; or, without a name, one service is billed in several accounts of one customer. */
  readonly what: 'subscription' | 'service';
  /** Name of the product or service. */
  readonly name: string;
  readonly accounts: readonly { readonly name: string; readonly quantity: string; readonly money: Stake }[];
};

const mostOverlaps = 500;

/**
 * What is billed twice because accounts overlap (capability S58), dearest first; lines that are live today, money a month at sell price. A
 * service counts only where the accounts together bill more than the customer has seats of the products that it bills.
 */
export function listOverlaps(context: Context): Promise<readonly Overlap[]> {
  const today = context.clock.today().toString();
  return inScope(context.db, context.scope, async (tx) => {
    const { rows } = await sql<{
      customer_id: string;
      customer_name: string;
      what: Overlap['what'];
      name: string;
      accounts: Overlap['accounts'];
    }>`
      with live as (
        select line.account_id, account.name as account_name, line.connection_id, line.service_remote_id, line.vendor_subscription_id as sold,
          line.quantity, line.quantity * line.unit_price / agreement.cycle_months as money,
          upper(coalesce(agreement.currency, account.currency, 'USD')) as currency
        from psa_line line join account on account.account_id = line.account_id and account.retired_at is null
        join psa_agreement agreement on agreement.account_id = line.account_id and agreement.connection_id = line.connection_id
          and agreement.remote_id = line.agreement_remote_id and agreement.active and agreement.retired_at is null and agreement.cycle_months > 0
        where line.retired_at is null and line.is_billed and (line.from_on is null or line.from_on <= ${today}::date)
          and (line.cancelled_on is null or line.cancelled_on > ${today}::date) and line.quantity > 0),
      sold_lines as (
        select live.*, min(account_id::text) over one_subscription <> max(account_id::text) over one_subscription as is_shared
        from live where sold is not null window one_subscription as (partition by sold)),
      named as (
        select subscription.customer_id, 'subscription' as what, subscription.offer_name as name, line.account_name, line.quantity, line.money, line.currency,
          subscription.remote_id as thing
        from sold_lines line join subscription on subscription.remote_id = line.sold and subscription.retired_at is null
        where line.is_shared),
      split as (
        select mapping.customer_id, 'service' as what, service.name, live.account_name, live.quantity, live.money, live.currency,
          live.service_remote_id as thing, live.connection_id, live.account_id
        from live join account_mapping mapping on mapping.account_id = live.account_id and mapping.state = 'mapped'
        join psa_service service on service.connection_id = live.connection_id and service.remote_id = live.service_remote_id
        where live.sold is null and mapping.customer_id in (select customer_id from account_mapping where is_extra)),
      too_much as materialized (
        select split.customer_id, split.connection_id, split.thing from split
        group by split.customer_id, split.connection_id, split.thing
        having count(distinct split.account_id) > 1 and sum(split.quantity) > (
          select coalesce(sum(subscription.seats), 0) from product_mapping product
          join subscription on subscription.product_id = product.product_id and subscription.sku_id = product.sku_id
            and subscription.term = product.term and subscription.frequency = product.frequency
            and coalesce(subscription.promotion_id, '') = product.promotion_id
          where product.connection_id = split.connection_id and product.service_remote_id = split.thing and product.state = 'mapped'
            and subscription.customer_id = split.customer_id and subscription.retired_at is null and subscription.status in ('active', 'suspended'))),
      found as (
        select customer_id, what, name, account_name, quantity, money, currency, thing from named
        union all
        select customer_id, what, name, account_name, quantity, money, currency, thing from split join too_much using (customer_id, connection_id, thing)),
      by_account as (
        select customer_id, what, max(name) as name, thing, account_name, sum(quantity) as quantity, sum(money) as money, currency
        from found group by customer_id, what, thing, account_name, currency)
      select customer.customer_id, customer.name as customer_name, what, max(by_account.name) as name,
        json_agg(json_build_object('name', account_name, 'quantity', trim_scale(quantity)::text,
          'money', json_build_object('amount', trim_scale(round(money, 6))::text, 'currency', by_account.currency)) order by money desc) as accounts
      from by_account join customer on customer.customer_id = by_account.customer_id
      group by customer.customer_id, customer.name, what, thing
      order by sum(money) - max(money) desc, customer.customer_id, thing limit ${mostOverlaps}`.execute(tx);
    return rows.map((row) => ({
      customerId: row.customer_id,
      customerName: row.customer_name,
      what: row.what,
      name: row.name,
      accounts: row.accounts,
    }));
  });
}
