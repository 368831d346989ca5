-- Who is who, N ways: one customer may have further accounts of the same connection (departments, split billing), several customers may share
-- one account, and a side may be absent because somebody says so (capabilities S58, S63).
alter table account_mapping
  -- A further account of a customer who has one there already; only a person adds one.
  add column is_extra boolean not null default false,
  -- What is billed in a further account: Microsoft's ids of subscriptions. The first account bills the rest.
  add column covers text[] not null default '{}',
  -- Not sold there, declared by a person. The state is `ignored`, and the other sides still count.
  add column is_absent boolean not null default false,
  -- Accounts that a person said are not this customer: never suggested again.
  add column rejected uuid[] not null default '{}',
  add column batch_id uuid;
alter table account_mapping drop constraint account_mapping_pkey;
alter table account_mapping add primary key (customer_id, mapping_id);
create unique index account_mapping_first on account_mapping (customer_id, connection_id) where not is_extra;
create unique index account_mapping_further on account_mapping (customer_id, connection_id, account_id) where is_extra;
create index account_mapping_batch on account_mapping (batch_id) where batch_id is not null;

alter table product_mapping
  add column rejected text[] not null default '{}',
  add column batch_id uuid,
  -- What the distributor charges a month for all that is bought of it: [{"amount", "currency"}].
  add column stakes jsonb not null default '[]',
  add column stake numeric not null default 0,
  add column first_seen_at timestamptz not null default now();
create index product_mapping_by_stake on product_mapping (stake, mapping_id);

-- One row a customer: the state of all its links together, and what hangs on it. Kept with the links, so that no list puts them together.
create table customer_mapping (
  customer_id uuid not null,
  reseller_id uuid not null,
  name_key text collate "C" not null,
  domain text not null,
  state text not null,
  -- Some link has a suggestion that is strong or better.
  is_strong boolean not null,
  stakes jsonb not null,
  -- The largest of the stakes: lists sort by it.
  stake numeric not null,
  first_seen_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id)
);
create index customer_mapping_by_name on customer_mapping (name_key, customer_id) include (state, domain, is_strong, reseller_id);
create index customer_mapping_by_stake on customer_mapping (stake, customer_id) include (state, name_key, domain, is_strong, reseller_id);
create index customer_mapping_by_state on customer_mapping (state, name_key, customer_id) include (domain, is_strong, reseller_id);

-- What each link was, from when to when. Periods that are closed are looked up here; nothing in it is rewritten.
create table account_mapping_version (
  customer_id uuid not null,
  mapping_id uuid not null,
  version_id uuid not null,
  reseller_id uuid not null,
  connection_id uuid not null,
  account_id uuid,
  account_name text,
  state text not null,
  how text,
  decided_by text,
  reason text,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (customer_id, mapping_id, version_id)
);
create unique index account_mapping_version_now on account_mapping_version (customer_id, mapping_id) where to_at is null;

create table product_mapping_version (
  mapping_id uuid not null,
  version_id uuid not null,
  connection_id uuid not null,
  service_remote_id text,
  service_name text,
  state text not null,
  how text,
  decided_by text,
  reason text,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (mapping_id, version_id)
);
create unique index product_mapping_version_now on product_mapping_version (mapping_id) where to_at is null;

-- What people answered to suggestions: confidence is the share of right ones (ux reference 5.7).
create table mapping_answer (
  mapping_id uuid not null,
  target_id text not null,
  kind text not null check (kind in ('account', 'product')),
  how text not null,
  was_right boolean not null,
  at timestamptz not null,
  primary key (mapping_id, target_id)
);

do $$
declare t text;
begin
  foreach t in array array['customer_mapping', 'account_mapping_version'] loop
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
  perform create_distributed_table('customer_mapping', 'customer_id');
  perform create_distributed_table('account_mapping_version', 'customer_id');
end $$;
