-- Customers at whom nothing of a kind is ever written, whatever is switched on for a connection.
create table write_exclusion (
  customer_id uuid not null,
  kind text not null,
  reseller_id uuid not null,
  reason text not null,
  excluded_by text not null,
  at timestamptz not null,
  primary key (customer_id, kind)
);
alter table write_exclusion enable row level security;
alter table write_exclusion force row level security;
create policy in_scope on write_exclusion
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('write_exclusion', 'customer_id');
end $$;
