-- Customers that we expect at Microsoft and that are none yet. They have no tenant of ours; of two people who expect the same, one record stays.
create table expected_customer (
  expected_id uuid primary key,
  reseller_id uuid not null,
  connection_id uuid not null,
  cloud text not null,
  -- '' where nobody knows it yet.
  tenant_id text not null,
  domain text not null,
  name text not null,
  email text not null,
  country text not null,
  note text not null,
  -- Partner id (MPN) of the reseller below us; ''.
  reseller_mpn text not null,
  origin text not null,
  state text not null,
  -- The address at Microsoft where the customer accepts, and the hash of our own token that leads there.
  invitation_url text not null,
  token_hash text not null,
  sent_at timestamptz,
  opened_at timestamptz,
  accepted_at timestamptz,
  -- Who accepted in the customer's name, when it was one of us.
  accepted_by text not null,
  expires_at timestamptz,
  reminders int not null,
  reminded_at timestamptz,
  customer_id uuid,
  -- The account that it joined, which may be another one than the one that invited it.
  joined_connection_id uuid,
  joined_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index expected_customer_domain on expected_customer (reseller_id, cloud, domain)
  where domain <> '' and state in ('pending', 'waiting', 'expired', 'joinedElsewhere');
create unique index expected_customer_tenant on expected_customer (reseller_id, cloud, tenant_id)
  where tenant_id <> '' and state in ('pending', 'waiting', 'expired', 'joinedElsewhere');
create unique index expected_customer_token on expected_customer (token_hash) where token_hash <> '';
create index expected_customer_newest on expected_customer (created_at desc);
create index customer_by_domain on customer (cloud, domain);
alter table expected_customer enable row level security;
alter table expected_customer force row level security;
create policy in_scope on expected_customer
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
