-- What the partner himself knows of a customer, which Microsoft never learns: its segments, the currency it wants, and its ids in other systems.
create table customer_segment (
  customer_id uuid not null,
  -- As it is compared: folded. One spelling for all customers.
  segment_key text not null,
  segment text not null,
  reseller_id uuid not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (customer_id, segment_key)
);
create index customer_segment_members on customer_segment (segment_key, customer_id);

-- Null: the currency of the account that sells to it.
alter table customer add column preferred_currency text;

-- An id names one customer in its system, so the key decides between two who enter it at once.
create table customer_external_id (
  entry_id uuid primary key,
  reseller_id uuid not null,
  customer_id uuid not null,
  system text not null,
  external_id text not null,
  added_by text not null,
  added_at timestamptz not null,
  unique (reseller_id, system, external_id)
);
create index customer_external_id_of on customer_external_id (customer_id);

do $$
declare t text;
begin
  foreach t in array array['customer_segment', 'customer_external_id'] loop
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
  perform create_distributed_table('customer_segment', 'customer_id');
end $$;
