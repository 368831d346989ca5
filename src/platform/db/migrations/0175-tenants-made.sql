-- Tenants made at Microsoft from here: the intent is kept before the call, what became of it after. Never the first administrator's password.
create table tenant_making (
  making_id uuid primary key,
  reseller_id uuid not null,
  connection_id uuid not null,
  cloud text not null,
  -- Its first domain: by it a lost answer is looked up.
  domain text not null,
  name text not null,
  state text not null,
  made_by text not null,
  -- '' until it is there.
  tenant_id text not null,
  -- Where the customer accepts the Microsoft Customer Agreement; ''.
  agreement_url text not null,
  code text not null,
  detail text not null,
  started_at timestamptz not null,
  changed_at timestamptz not null
);
-- Nobody begins a second one while it is not known what became of the first.
create unique index tenant_making_open on tenant_making (cloud, domain) where state in ('submitting', 'unknown');
create index tenant_making_newest on tenant_making (started_at desc);
alter table tenant_making enable row level security;
alter table tenant_making force row level security;
create policy in_scope on tenant_making
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
