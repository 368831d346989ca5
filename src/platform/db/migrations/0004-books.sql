-- The distributor's and the PSA's books. An account there is not yet a customer: mapping says which it is. So these tables are keyed by account
-- (decision 0005) and take the reseller of the customer they are mapped to; unmapped rows belong to nobody and only the whole installation sees them.
create table account (
  account_id uuid not null,
  connection_id uuid not null,
  side text not null check (side in ('distributor', 'psa')),
  remote_id text not null,
  reseller_id uuid,
  name text not null,
  domain text not null,
  tenant_ids text[] not null,
  external_ref text,
  active boolean not null,
  currency text,
  seen_at timestamptz not null,
  retired_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (account_id)
);

-- Decides which account_id a remote's record has; like customer_identity.
create table account_identity (
  connection_id uuid not null,
  remote_id text not null,
  account_id uuid not null,
  primary key (connection_id, remote_id)
);

create table distributor_subscription (
  account_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  microsoft_id text,
  product_remote_id text not null,
  product_name text not null,
  term text not null,
  frequency text not null,
  seats int not null,
  status text not null,
  remote_status text not null,
  unit_cost numeric,
  unit_price numeric,
  currency text,
  starts_on date,
  ends_on date,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (account_id, connection_id, remote_id)
);

create table psa_agreement (
  account_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  name text not null,
  active boolean not null,
  cycle_months int,
  prorates boolean not null,
  currency text,
  starts_on date,
  ends_on date,
  next_invoice_on date,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (account_id, connection_id, remote_id)
);

create table psa_line (
  account_id uuid not null,
  connection_id uuid not null,
  remote_id text not null,
  reseller_id uuid,
  agreement_remote_id text not null,
  service_remote_id text not null,
  description text not null,
  quantity numeric not null,
  unit_price numeric not null,
  unit_cost numeric not null,
  is_billed boolean not null,
  from_on date,
  cancelled_on date,
  vendor_subscription_id text,
  version text not null,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (account_id, connection_id, remote_id)
);

-- Catalogues: reference tables, no customer data.
create table psa_service (
  connection_id uuid not null references connection,
  remote_id text not null,
  code text not null,
  name text not null,
  active boolean not null,
  price numeric not null,
  cost numeric not null,
  microsoft_key text,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (connection_id, remote_id)
);

create table distributor_product (
  connection_id uuid not null references connection,
  remote_id text not null,
  name text not null,
  vendor_sku text,
  seen_at timestamptz not null,
  retired_at timestamptz,
  changed_at timestamptz not null,
  primary key (connection_id, remote_id)
);

-- Which account of which connection is which customer. Many tenants may share one PSA account; one tenant with two PSA accounts is a conflict.
create table account_mapping (
  customer_id uuid not null,
  connection_id uuid not null,
  mapping_id uuid not null,
  reseller_id uuid not null,
  account_id uuid,
  state text not null,
  how text,
  evidence jsonb not null,
  candidates jsonb not null,
  decided_by text,
  reason text,
  ignored_until date,
  changed_at timestamptz not null,
  primary key (customer_id, connection_id)
);
create index account_mapping_account on account_mapping (account_id);

-- Which service of a PSA bills a product. No customer data: a product is the same for all.
create table product_mapping (
  mapping_id uuid not null,
  connection_id uuid not null references connection,
  product_id text not null,
  sku_id text not null,
  term text not null,
  frequency text not null,
  product_name text not null,
  state text not null,
  service_remote_id text,
  how text,
  evidence jsonb not null,
  candidates jsonb not null,
  decided_by text,
  reason text,
  ignored_until date,
  changed_at timestamptz not null,
  primary key (connection_id, product_id, sku_id, term, frequency)
);
