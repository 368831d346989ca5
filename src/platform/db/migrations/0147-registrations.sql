-- Companies that registered themselves by the public form. They are nobody's customer before one of us approved.
create table registration (
  registration_id uuid primary key,
  -- Of the link by which whoever registered sees what became of it.
  token_hash text not null,
  company text not null,
  domain text not null,
  contact text not null,
  email text not null,
  country text not null,
  note text not null,
  state text not null,
  -- The TXT record that proves the domain is to have this value.
  challenge text not null,
  checked_at timestamptz,
  proved_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  reason text not null,
  -- What came of it: a customer that was there at Partner Center already, or one that is expected now.
  customer_id uuid,
  expected_id uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index registration_token on registration (token_hash);
create index registration_newest on registration (created_at desc);
create index registration_waiting on registration (domain) where state = 'pending';
alter table registration enable row level security;
alter table registration force row level security;
create policy whole_installation on registration
  using (current_setting('app.reseller', true) = '*')
  with check (current_setting('app.reseller', true) = '*');
