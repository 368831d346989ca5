-- Through whom an indirect provider sells to a customer: the partner id (MPN) that orders name. A customer whose reseller nobody knows is held.
create table customer_reseller (
  customer_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  mpn text not null,
  name text not null,
  changed_at timestamptz not null,
  primary key (customer_id, connection_id)
);
alter table customer_reseller enable row level security;
alter table customer_reseller force row level security;
create policy in_scope on customer_reseller
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('customer_reseller', 'customer_id');
end $$;
