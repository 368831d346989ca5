-- Who may not see costs gets no money that tells one, and no order by it (rule RB8): the database says of each difference which it is.
-- The same rule as isCostMoney in src/model/costs.ts.
alter table difference add column needs_cost_right boolean not null generated always as (
  kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
    'unmapped_product', 'unmapped_customer')
  or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0)
) stored;
-- What the others sort by.
alter table difference add column seen_impact numeric not null generated always as (
  case when kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
    'unmapped_product', 'unmapped_customer')
  or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0) then 0 else abs(impact) end
) stored;
create index difference_by_seen_impact on difference (state, seen_impact, difference_id);
create index difference_by_kind_seen_impact on difference (kind, seen_impact, difference_id);

-- The totals keep money of costs apart, so that a sum without them is at hand.
set local app.reseller = '*';
delete from overview_total where name = 'differences';
insert into overview_total (reseller_id, name, facet, currency, count, amount)
  select reseller_id, 'differences', case when needs_cost_right then kind || ':cost' else kind end, currency, count(*), sum(impact)
  from difference where state in ('open', 'waitingForApproval', 'applying', 'failed') group by 1, 2, 3, 4;
