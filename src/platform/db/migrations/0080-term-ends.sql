-- What the end of a term is to bring, and the promotion it was bought with: causes are told by their changes (partner-center-api reference 8.2).
alter table subscription
  -- Scheduled for the next term; null: it goes on as it is.
  add column next_seats int,
  add column next_plan text,
  -- renew, extend or cancel; null: Microsoft does not tell it.
  add column term_end text check (term_end in ('renew', 'extend', 'cancel')),
  add column promotion_id text;

-- Money of the kinds that came with it is a cost: the same rule as isCostMoney in src/model/costs.ts. Made anew as in 0060.
alter table difference drop column needs_cost_right, drop column seen_impact;
alter table difference
  add column needs_cost_right boolean not null generated always as (
    kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
      'unmapped_product', 'unmapped_customer', 'auto_renew_trap', 'extended_term_charged', 'promotion_ended', 'seat_decrease_lost',
      'scheduled_change_lost', 'reseller_price_missing')
    or (finding ->> 'period' is not null and kind not in ('price_mismatch_sell', 'tenant_moved'))
    or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0)
  ) stored,
  add column seen_impact numeric not null generated always as (
    case when kind in ('price_below_cost', 'price_mismatch_distributor', 'quantity_mismatch_distributor', 'cancelled_still_billed_distributor',
      'unmapped_product', 'unmapped_customer', 'auto_renew_trap', 'extended_term_charged', 'promotion_ended', 'seat_decrease_lost',
      'scheduled_change_lost', 'reseller_price_missing')
    or (finding ->> 'period' is not null and kind not in ('price_mismatch_sell', 'tenant_moved'))
    or (kind = 'missing_in_psa' and coalesce((finding #>> '{correction,unitPrice}')::numeric, 0) = 0) then 0 else abs(impact) end
  ) stored;
create index difference_by_seen_impact on difference (state, seen_impact, difference_id);
create index difference_by_kind_seen_impact on difference (kind, seen_impact, difference_id);
