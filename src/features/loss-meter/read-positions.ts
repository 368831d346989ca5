import { sql } from 'kysely';
import { Decimal } from '../../lib/decimal.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Position } from './meter.ts';

type Row = {
  customer_id: string;
  customer_name: string;
  product_id: string;
  sku_id: string;
  product_name: string;
  currency: string | null;
  list_price: string | null;
  bought: string;
  charged: string | null;
  billed: string;
  billed_money: string | null;
  assigned: string | null;
};

export type Asked = {
  /** UTC calendar date. */
  readonly today: string;
  readonly customerId: string | undefined;
};

/**
 * Every product of every customer in every term with its seats in the four books, in one statement. Customers and products that somebody
 * ignores on purpose are left out (ruling 6). A line counts where it names its subscription, else by the mapping of its service; lines of
 * neither are no cloud products. Money a month: a line's amount over the months of its agreement's bill.
 */
export async function readPositions(db: Db, { today, customerId }: Asked): Promise<Position[]> {
  const only = customerId === undefined ? sql`true` : sql`customer.customer_id = ${customerId}::uuid`;
  const { rows } = await sql<Row>`
    with customers as (
      select customer.customer_id, customer.name from customer
      where customer.retired_at is null and ${only} and not exists (
        select from account_mapping where account_mapping.customer_id = customer.customer_id and account_mapping.state = 'ignored'
          and not account_mapping.is_absent)),
    bought as (
      select distinct on (s.customer_id, lower(s.remote_id)) s.customer_id, lower(s.remote_id) as remote_id, s.product_id, s.sku_id, s.term, s.frequency,
        s.offer_name, case when s.status in ('active', 'suspended') and s.retired_at is null then s.seats else 0 end as seats
      from subscription s join customers using (customer_id) where not s.is_trial and not s.is_usage
      order by s.customer_id, lower(s.remote_id), (s.status in ('active', 'suspended') and s.retired_at is null) desc, s.seats desc),
    supplied as (
      select b.customer_id, b.remote_id, sum(case when d.status in ('active', 'suspended') then d.seats else 0 end) as seats
      from bought b join distributor_subscription d on d.microsoft_id = b.remote_id where d.retired_at is null group by 1, 2),
    invoiced as (
      select b.customer_id, b.remote_id, case when bool_or(b.remote_id = any(c.subscription_ids)) then b.seats else 0 end as seats
      from bought b join charged_month c using (customer_id) group by b.customer_id, b.remote_id, b.seats),
    sold as (
      select distinct on (m.connection_id, m.service_remote_id) m.connection_id, m.service_remote_id, m.product_id, m.sku_id, m.term, m.frequency, m.product_name
      from product_mapping m where m.state = 'mapped' order by 1, 2, m.product_id, m.sku_id, m.term, m.frequency, m.promotion_id),
    accounts as (
      select distinct on (m.account_id) m.account_id, m.customer_id, a.connection_id, a.currency,
        (select min(g.cycle_months) from psa_agreement g where g.account_id = a.account_id and g.active and g.retired_at is null) as cycle_months
      from account_mapping m join customers using (customer_id) join account a on a.account_id = m.account_id
      where m.state = 'mapped' and a.side = 'psa' order by m.account_id, m.customer_id),
    lines as (
      select coalesce(b.customer_id, a.customer_id) as customer_id, coalesce(b.product_id, sold.product_id) as product_id, coalesce(b.sku_id, sold.sku_id) as sku_id,
        coalesce(b.term, sold.term) as term, coalesce(b.frequency, sold.frequency) as frequency, coalesce(b.offer_name, sold.product_name) as product_name,
        upper(coalesce(g.currency, a.currency)) as currency, l.quantity, l.quantity * l.unit_price / g.cycle_months as money
      from psa_line l join accounts a using (account_id)
      join psa_agreement g on g.account_id = l.account_id and g.connection_id = l.connection_id and g.remote_id = l.agreement_remote_id
      left join bought b on b.remote_id = lower(l.vendor_subscription_id) and b.customer_id in (
        select customer_id from account_mapping where account_mapping.account_id = l.account_id)
      left join sold on b.remote_id is null and sold.connection_id = l.connection_id and sold.service_remote_id = l.service_remote_id
      where l.retired_at is null and l.is_billed and (l.cancelled_on is null or l.cancelled_on > ${today}::date)
        and (l.from_on is null or l.from_on <= ${today}::date) and g.cycle_months > 0 and coalesce(b.product_id, sold.product_id) is not null),
    keys as (
      select customer_id, product_id, sku_id, term, frequency, max(offer_name) as product_name, sum(bought.seats) as bought,
        case when count(*) = count(coalesce(supplied.seats, invoiced.seats)) then sum(coalesce(supplied.seats, invoiced.seats)) end as charged,
        0::numeric as billed, null::numeric as money, null::text as currency
      from bought left join supplied using (customer_id, remote_id) left join invoiced using (customer_id, remote_id)
      group by 1, 2, 3, 4, 5
      union all
      select customer_id, product_id, sku_id, term, frequency, max(product_name), 0, 0, sum(quantity), sum(money), max(currency) from lines group by 1, 2, 3, 4, 5),
    summed as (
      select customer_id, product_id, sku_id, term, frequency, max(product_name) as product_name, sum(bought) as bought,
        case when count(*) = count(charged) then sum(charged) end as charged, sum(billed) as billed, sum(money) as money, max(currency) as currency
      from keys group by 1, 2, 3, 4, 5),
    prices as (
      select distinct on (m.connection_id, m.product_id, m.sku_id, m.term, m.frequency)
        m.connection_id, m.product_id, m.sku_id, m.term, m.frequency, m.promotion_id, service.price
      from product_mapping m join psa_service service on service.connection_id = m.connection_id and service.remote_id = m.service_remote_id
      where m.state = 'mapped' and service.price > 0 order by m.connection_id, m.product_id, m.sku_id, m.term, m.frequency, m.promotion_id),
    listed as (
      select distinct on (customer_id, product_id, sku_id, term, frequency)
        customer_id, product_id, sku_id, term, frequency, prices.price, a.currency, a.cycle_months
      from summed join accounts a using (customer_id) join prices using (connection_id, product_id, sku_id, term, frequency)
      where a.cycle_months > 0 order by customer_id, product_id, sku_id, term, frequency, prices.promotion_id, a.account_id)
    select customers.customer_id, customers.name as customer_name, summed.product_id, summed.sku_id, summed.product_name,
      coalesce(summed.currency, upper(listed.currency)) as currency, (listed.price / listed.cycle_months)::text as list_price,
      summed.bought::text as bought, summed.charged::text as charged, summed.billed::text as billed, summed.money::text as billed_money,
      case when row_number() over (partition by summed.customer_id, summed.product_id, summed.sku_id order by summed.bought desc, summed.term, summed.frequency) = 1
        then licence.assigned::text else case when licence.assigned is not null then '0' end end as assigned
    from summed join customers using (customer_id)
    left join listed using (customer_id, product_id, sku_id, term, frequency)
    left join lateral (
      select sum(t.assigned) as assigned from licence_product p join tenant_licence t on t.sku_id = p.provisioning_id
      where p.product_id = summed.product_id and p.sku_id = summed.sku_id and t.customer_id = summed.customer_id and t.retired_at is null
    ) licence on true
    where (summed.bought > 0 or summed.billed <> 0) and not exists (
      select from product_mapping m where m.product_id = summed.product_id and m.sku_id = summed.sku_id and m.term = summed.term
        and m.frequency = summed.frequency and m.promotion_id = '' and m.state = 'ignored')
    order by customers.customer_id, summed.product_id, summed.sku_id, summed.term, summed.frequency`.execute(db);
  return rows.map(toPosition);
}

function toPosition(row: Row): Position {
  const billed = new Decimal(row.billed);
  const billedMoney = new Decimal(row.billed_money ?? 0);
  return {
    customerId: row.customer_id,
    customerName: row.customer_name,
    productKey: `${row.product_id}:${row.sku_id}`,
    productName: row.product_name,
    currency: row.currency ?? undefined,
    unitPrice: billed.isZero() ? (row.list_price === null ? undefined : new Decimal(row.list_price)) : billedMoney.div(billed),
    bought: new Decimal(row.bought),
    charged: row.charged === null ? undefined : new Decimal(row.charged),
    billed,
    billedMoney,
    assigned: row.assigned === null ? undefined : new Decimal(row.assigned),
  };
}
