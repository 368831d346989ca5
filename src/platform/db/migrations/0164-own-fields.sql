-- What we say ourselves of a customer, field by field, where the field is ours. `seen_value`: what Microsoft said when it was kept.
create table customer_own_field (
  customer_id uuid not null,
  field text not null,
  reseller_id uuid not null,
  value text not null,
  seen_value text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (customer_id, field)
);
alter table customer_own_field enable row level security;
alter table customer_own_field force row level security;
create policy in_scope on customer_own_field
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('customer_own_field', 'customer_id');
end $$;
