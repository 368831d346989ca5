-- Which subscriptions the newest compared month of a partner account charged: what the loss meter takes for charged by Microsoft.
create table charged_month (
  customer_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  period text not null,
  -- Microsoft's ids, lower case.
  subscription_ids text[] not null,
  primary key (customer_id, connection_id)
);
alter table charged_month enable row level security;
alter table charged_month force row level security;
create policy in_scope on charged_month
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('charged_month', 'customer_id');
end $$;
