-- Whose billing profile speaks for a customer that several accounts sell to, where a person chose it (decision 0014). Without a row it is the
-- account that has sold to it for the longest.
create table customer_leading_account (
  customer_id uuid not null primary key,
  reseller_id uuid not null,
  connection_id uuid not null,
  chosen_by text not null,
  chosen_at timestamptz not null
);
alter table customer_leading_account enable row level security;
alter table customer_leading_account force row level security;
create policy in_scope on customer_leading_account
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);

-- When the account listed the customer for the first time; it stays when the customer leaves and comes back. Null: before this was written down.
alter table customer_connection add column since timestamptz;

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('customer_leading_account', 'customer_id');
end $$;
