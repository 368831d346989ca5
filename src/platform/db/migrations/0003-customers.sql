-- The Microsoft side of the picture. A customer is its tenant id in its cloud (ruling 1): customer_identity decides races.
create table customer_identity (
  cloud text not null,
  tenant_id text not null,
  customer_id uuid not null,
  primary key (cloud, tenant_id)
);

create table customer (
  customer_id uuid not null,
  reseller_id uuid not null,
  cloud text not null,
  tenant_id text not null,
  name text not null,
  domain text not null,
  country text,
  access_state text not null default 'missing',
  access_ends_at timestamptz,
  psa_state text not null default 'unmapped',
  subscriptions int not null default 0,
  open_differences int not null default 0,
  at_stake numeric not null default 0,
  currency text not null default 'USD',
  seen_at timestamptz not null,
  retired_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id)
);
create index customer_by_name on customer (lower(name), customer_id);
create index customer_by_stake on customer (at_stake, customer_id);
create index customer_by_subscriptions on customer (subscriptions, customer_id);

-- Which partner accounts sell to a customer.
create table customer_connection (
  customer_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  relationship text not null,
  seen_at timestamptz not null,
  retired_at timestamptz,
  primary key (customer_id, connection_id)
);

create table access_relationship (
  customer_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid not null,
  name text not null,
  remote_status text not null,
  state text not null,
  ends_at timestamptz,
  role_ids text[] not null,
  auto_extends boolean not null,
  seen_at timestamptz not null,
  retired_at timestamptz,
  primary key (customer_id, connection_id, remote_id)
);

create table subscription (
  customer_id uuid not null,
  subscription_id uuid not null,
  reseller_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  offer_id text not null,
  offer_name text not null,
  product_id text not null,
  sku_id text not null,
  term text not null,
  frequency text not null,
  seats int not null,
  status text not null,
  remote_status text not null,
  is_trial boolean not null,
  is_usage boolean not null,
  auto_renew boolean not null,
  starts_on date,
  ends_on date,
  cancel_until timestamptz,
  parent_remote_id text,
  customer_name text not null,
  seen_at timestamptz not null,
  retired_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id, subscription_id),
  unique (customer_id, connection_id, remote_id)
);
-- One index per sort of the contract, keyset paging on (sort value, id) (performance reference, section 6).
create index subscription_by_id on subscription (subscription_id);
create index subscription_by_customer_name on subscription (lower(customer_name), subscription_id);
create index subscription_by_offer on subscription (lower(offer_name), subscription_id);
create index subscription_by_seats on subscription (seats, subscription_id);
create index subscription_by_end on subscription (coalesce(ends_on, '9999-12-31'::date), subscription_id);
create index subscription_by_status on subscription (status, subscription_id);

-- What it was before each change, and what told us. Answers "why 23 on 14 October?".
create table subscription_change (
  customer_id uuid not null,
  subscription_id uuid not null,
  change_id uuid not null,
  reseller_id uuid not null,
  changes jsonb not null,
  cause text not null,
  at timestamptz not null,
  primary key (customer_id, subscription_id, change_id)
);

-- Counts kept with the writes, so that no list counts live: one row per filter value that the contract offers.
create table list_total (
  list text not null,
  reseller_id uuid not null,
  facet text not null,
  total bigint not null,
  primary key (list, reseller_id, facet)
);
