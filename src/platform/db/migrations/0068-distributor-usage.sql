-- What metered subscriptions used and cost so far at a distributor: known before its invoice, which comes once a month.
create table distributor_usage (
  account_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  subscription_remote_id text not null,
  resource_group text not null,
  -- What the partner pays; null where the distributor does not say.
  cost numeric,
  -- What the customer pays at the distributor's list.
  price numeric,
  currency text not null,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (account_id, connection_id, remote_id)
);
create index distributor_usage_of_subscription on distributor_usage (connection_id, subscription_remote_id);
alter table distributor_usage enable row level security;
alter table distributor_usage force row level security;
create policy in_scope on distributor_usage
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('distributor_usage', 'account_id');
end $$;
