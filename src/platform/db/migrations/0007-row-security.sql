-- Row level security, enabled and forced, on every table with customer data (SEC-01). No scope set = no rows.
do $$
declare t text;
begin
  foreach t in array array[
    'customer', 'customer_connection', 'access_relationship', 'subscription', 'subscription_change', 'list_total',
    'account', 'distributor_subscription', 'psa_agreement', 'psa_line', 'account_mapping',
    'difference', 'plan', 'plan_step', 'command', 'command_attempt', 'job', 'job_item', 'overview_total', 'audit_event'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;

-- Raw material that mixes customers: only work for the whole installation reads it.
do $$
declare t text;
begin
  foreach t in array array['raw_answer', 'sync_problem', 'webhook_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy whole_installation on %I
        using (current_setting('app.reseller', true) = '*')
        with check (current_setting('app.reseller', true) = '*')$p$, t);
  end loop;
end $$;
