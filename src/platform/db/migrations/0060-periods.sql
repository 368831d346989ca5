-- Differences of a charged month: what only its invoices show (src/model/invoice-difference.ts).
alter table difference
  add column period text generated always as (finding ->> 'period') stored,
  add column invoice text generated always as (finding ->> 'invoice') stored;
create index difference_by_period on difference (period, kind, difference_id) where period is not null;

-- What an invoice shows is what the partner pays, except the two kinds of the customers' own bills: the same rule as isCostMoney in
-- src/model/costs.ts. Generated columns are made anew to be changed, and their indexes with them.
alter table difference drop column needs_cost_right, drop column seen_impact;
alter table difference
  add column needs_cost_right boolean not null generated always as (
    kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
      'unmapped_product', 'unmapped_customer')
    or (finding ->> 'period' is not null and kind not in ('price_mismatch_sell', 'tenant_moved'))
    or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0)
  ) stored,
  add column seen_impact numeric not null generated always as (
    case when kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
      'unmapped_product', 'unmapped_customer')
    or (finding ->> 'period' is not null and kind not in ('price_mismatch_sell', 'tenant_moved'))
    or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0) then 0 else abs(impact) end
  ) stored;
create index difference_by_seen_impact on difference (state, seen_impact, difference_id);
create index difference_by_kind_seen_impact on difference (kind, seen_impact, difference_id);

-- A comparison of one month's invoices: what it stood on (versions, hashes, freshness), the control totals, money by kind. Null: of the books.
alter table reconciliation_run
  add column period text,
  add column inputs jsonb,
  add column control jsonb,
  add column money jsonb;
create index reconciliation_run_of_period on reconciliation_run (period, started_at desc) where period is not null;
