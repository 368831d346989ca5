-- Who Microsoft bills for a customer, as each partner account has it, what of it keeps orders from being placed, and what it was before.
-- Our own invoice recipients stand apart: Microsoft never learns of them.
create table customer_profile (
  customer_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  bill_to jsonb not null,
  registration_number text not null,
  domains text[] not null,
  reseller_tenant_id text not null,
  -- [{field, problem}]; empty: orders can be placed.
  problems jsonb not null,
  is_orderable boolean not null,
  seen_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id, connection_id)
);
create index customer_profile_not_orderable on customer_profile (changed_at) where not is_orderable;
create index customer_profile_domains on customer_profile using gin (domains);

create table customer_profile_change (
  customer_id uuid not null,
  change_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  -- {field: {before, after}}
  changes jsonb not null,
  -- sync: seen at Microsoft; plan: written there by us.
  cause text not null,
  at timestamptz not null,
  primary key (customer_id, change_id)
);

create table customer_recipient (
  customer_id uuid not null,
  recipient_id uuid not null,
  reseller_id uuid not null,
  name text not null,
  email text not null,
  -- '': for everything that no other recipient has.
  cost_centre text not null,
  language text not null,
  purchase_order text not null,
  delivery text not null,
  version int not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id, recipient_id)
);

-- What Microsoft asks of addresses in a country: the same for all customers. Null: Microsoft knows no such country.
create table country_rule (
  country text primary key,
  rules jsonb,
  seen_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['customer_profile', 'customer_profile_change', 'customer_recipient'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      $p$create policy in_scope on %I
        using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
        with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)$p$, t);
  end loop;
end $$;

-- As 0009 does: a no-op on plain PostgreSQL.
do $$
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  perform create_distributed_table('customer_profile', 'customer_id');
  perform create_distributed_table('customer_profile_change', 'customer_id');
  perform create_distributed_table('customer_recipient', 'customer_id');
end $$;
