-- Delegated access as people work with it: what predicts trouble, what was last known for good, and whether our app may act in the tenant.
alter table access_relationship
  add column duration text,
  add column asked_at timestamptz,
  add column starts_at timestamptz,
  -- Groups of the partner that hold roles: [{id, groupId, status, roleIds}].
  add column groups jsonb not null default '[]';
create index access_relationship_by_end on access_relationship (ends_at) where retired_at is null and state = 'active';

alter table customer
  add column access_flags text[] not null default '{}',
  add column access_checked_at timestamptz,
  -- While the state is an error: what it was before, and when that was seen.
  add column access_good_state text,
  add column access_good_at timestamptz,
  add column consent_state text not null default 'unknown',
  add column consent_worked_at timestamptz,
  add column access_end_key timestamptz generated always as (coalesce(access_ends_at, '9999-12-31 00:00:00+00'::timestamptz)) stored;
create index customer_by_access_end on customer (access_end_key, customer_id)
  include (access_state, consent_state, reseller_id) where retired_at is null;
create index customer_by_access_state on customer (access_state, consent_state, access_end_key) where retired_at is null;

-- Whether our app may act in a customer's tenant, for each partner account. One row for each customer that was ever asked or read.
create table access_consent (
  customer_id uuid not null,
  connection_id uuid not null,
  reseller_id uuid not null,
  state text not null,
  granted_at timestamptz,
  worked_at timestamptz,
  refusals int not null default 0,
  next_check_at timestamptz,
  checked_at timestamptz not null,
  -- Why it was refused, in words.
  code text,
  sentence text,
  hint text,
  changed_at timestamptz not null,
  primary key (customer_id, connection_id)
);
create index access_consent_due on access_consent (next_check_at) where next_check_at is not null;

alter table access_consent enable row level security;
alter table access_consent force row level security;
create policy in_scope on access_consent
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
