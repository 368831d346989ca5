-- Files of distributors of which nothing else comes (capabilities S44). The bytes lie in the store of files under their hash, as they came; a row says what they
-- are and since when they are in use. The same bytes for the same connection are one row. Of each kind the file that was applied last is in use.
create table distributor_file (
  file_id uuid primary key,
  reseller_id uuid not null,
  connection_id uuid not null references connection,
  name text not null,
  content_hash text not null,
  bytes bigint not null,
  received_at timestamptz not null,
  received_by text not null,
  -- Null until it is applied.
  kind text check (kind in ('customers', 'subscriptions')),
  -- Which heading each field is read from, as a person saw it in the preview: the next file of this kind begins with it.
  columns jsonb,
  -- When its content held.
  as_of timestamptz,
  counts jsonb,
  applied_at timestamptz,
  applied_by text,
  unique (connection_id, content_hash)
);
create index distributor_file_newest on distributor_file (connection_id, received_at desc);
create index distributor_file_hash on distributor_file (content_hash);
alter table distributor_file enable row level security;
alter table distributor_file force row level security;
create policy in_scope on distributor_file
  using (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end)
  with check (case current_setting('app.reseller', true) when '*' then true when '' then false else reseller_id::text = current_setting('app.reseller', true) end);
