-- Secret addresses of calendar feeds: one for each person, of which only the hash is kept. Made again, the one before is dead.
create table access_calendar (
  person_id uuid primary key,
  reseller_id uuid not null,
  token_hash text not null unique,
  created_at timestamptz not null
);
alter table access_calendar enable row level security;
alter table access_calendar force row level security;
create policy in_scope on access_calendar
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
