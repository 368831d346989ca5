-- What a distributor's subscription was before: distributors tell only how it is now, and an invoice of a month is held against that month.
create table distributor_subscription_change (
  account_id uuid not null,
  change_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  changes jsonb not null,
  at timestamptz not null,
  primary key (account_id, change_id)
);
create index distributor_subscription_change_at on distributor_subscription_change (at);
alter table distributor_subscription_change enable row level security;
alter table distributor_subscription_change force row level security;
create policy in_scope on distributor_subscription_change
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('distributor_subscription_change', 'account_id');
end $$;
